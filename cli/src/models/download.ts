import { createHash } from "node:crypto";
import { createReadStream, createWriteStream, rmSync, statSync } from "node:fs";
import { Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { usage } from "../errors.js";

/** How far a download has come, from 0 to 1; undefined where the size is not known. */
export type Watch = (fraction: number | undefined) => void;

/** What the other side said of the file. */
export interface Downloaded {
  /** Of the hub: the checksum that it keeps of a large file. */
  readonly sha256?: string;
}

/** A server that says nothing for so long is not there. */
const SILENCE_MS = 60_000;

/**
 * Downloads into a file beside the one that is wanted, and goes on where an earlier try stopped. What came stays when it breaks off: it is looked at
 * as a whole before anybody uses it. @throws DiscoError where nothing is reached, or the other side refuses
 */
export async function download(url: string, part: string, watch: Watch): Promise<Downloaded> {
  if (!url.startsWith("https://")) throw usage("download", "only https is spoken", url, "give another address");
  const have = statSync(part, { throwIfNoEntry: false })?.size ?? 0;
  const silence = new AbortController();
  let timer = setTimeout(() => silence.abort(), SILENCE_MS);
  try {
    const answer = await reach(url, have, silence.signal);
    if (answer.status === 416) {
      // Nothing is left to send, or the file there is another one by now: its checksum tells.
      await answer.body?.cancel();
      return toldBy(answer);
    }
    if (!answer.ok || answer.body === null) throw refused(url, answer.status);
    const from = answer.status === 206 ? have : 0;
    const length = Number(answer.headers.get("content-length"));
    const whole = length > 0 ? from + length : undefined;
    let come = from;
    const counted = new Transform({
      transform(chunk: Buffer, _encoding, done) {
        clearTimeout(timer);
        timer = setTimeout(() => silence.abort(), SILENCE_MS);
        come += chunk.length;
        watch(whole === undefined ? undefined : come / whole);
        done(null, chunk);
      },
    });
    const file = createWriteStream(part, { flags: from > 0 ? "a" : "w" });
    // The types of fetch's streams and Node's differ in name only.
    await pipeline(Readable.fromWeb(answer.body as Parameters<typeof Readable.fromWeb>[0]), counted, file);
    if (whole !== undefined && come < whole) throw broken(url);
    return toldBy(answer);
  } catch (error) {
    throw notReached(url, error);
  } finally {
    clearTimeout(timer);
  }
}

/** Follows redirections by hand: the hub tells the checksum with the first of them, and none may leave https. */
async function reach(url: string, from: number, signal: AbortSignal): Promise<Response & { told?: string }> {
  let told: string | undefined;
  for (let [at, hops] = [url, 0]; hops < 10; hops++) {
    const headers = { "user-agent": "disco", ...(from > 0 ? { range: `bytes=${from}-` } : {}) };
    const answer: Response & { told?: string } = await fetch(at, { headers, redirect: "manual", signal });
    told ??= sha256In(answer.headers.get("x-linked-etag"));
    const next = answer.headers.get("location");
    if (answer.status < 300 || answer.status >= 400 || next === null) {
      if (told !== undefined) answer.told = told;
      return answer;
    }
    await answer.body?.cancel();
    at = new URL(next, at).href;
    if (!at.startsWith("https://")) throw usage("download", "it leads away from https", at, "take another source");
  }
  throw usage("download", "it leads from one address to the next, and nowhere", url, "take another source");
}

function toldBy({ told }: { readonly told?: string }): Downloaded {
  return told === undefined ? {} : { sha256: told };
}

function sha256In(tag: string | null): string | undefined {
  return /^(?:W\/)?"?([0-9a-f]{64})"?$/i.exec(tag ?? "")?.[1].toLowerCase();
}

/** Checksum of a file, as hexadecimal digits. */
export async function sha256Of(path: string): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(path), hash);
  return hash.digest("hex");
}

/** @throws DiscoError, and takes the file away, where it is not the one that was promised */
export async function checkSum(path: string, wanted: string, url: string): Promise<void> {
  const found = await sha256Of(path);
  if (found === wanted) return;
  rmSync(path, { force: true });
  throw usage(
    "download",
    "what came is not the file that was promised: its checksum differs",
    `sha256 ${found}, not ${wanted}, of ${url}`,
    "try again, or take another source with --from",
  );
}

function refused(url: string, status: number): Error {
  const reason: Record<number, string> = {
    401: "the other side asks who is there",
    403: "the other side does not let it go",
    404: "there is no such file there",
  };
  return usage(
    "download",
    reason[status] ?? `the other side answers ${status}`,
    url,
    "take another source with --from",
  );
}

function broken(url: string): Error {
  return usage("download", "it broke off", url, "run the same command again: it goes on where it stopped");
}

/** Networks fail in many words; what a person can do is the same. */
function notReached(url: string, error: unknown): unknown {
  const { code, cause, name } = error as NodeJS.ErrnoException & { cause?: NodeJS.ErrnoException };
  if (name === "AbortError") return broken(url);
  const reason = cause?.code ?? code;
  if (name === "TypeError" && reason === undefined) return offline(url, "fetch failed");
  if (reason === undefined) return error;
  if (/^(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ENETUNREACH|EHOSTUNREACH|ETIMEDOUT|UND_ERR_CONNECT_TIMEOUT)$/.test(reason)) {
    return offline(url, reason);
  }
  if (/^(ECONNRESET|EPIPE|UND_ERR_SOCKET|UND_ERR_BODY_TIMEOUT|ERR_STREAM_PREMATURE_CLOSE)$/.test(reason))
    return broken(url);
  if (/CERT|SSL|TLS/.test(reason)) return offline(url, `no trust in its certificate: ${reason}`);
  if (reason === "ENOSPC") return usage("download", "the disk is full", url, "choose another place with --to");
  if (/^E[A-Z0-9]+$/.test(reason))
    return usage("download", `it cannot be written: ${reason}`, url, "choose another place with --to");
  return error;
}

function offline(url: string, why: string): Error {
  const host = new URL(url).host;
  const next = "is there a way to the internet? A .gguf file from elsewhere does as well: --model FILE";
  return usage("download", `${host} is not reached`, why, next);
}
