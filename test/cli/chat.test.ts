import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startCommands } from "../support/commands.ts";
import { root, startDisco } from "./disco.ts";

const TOY = "markov:examples/users/toy.markov.json";
const [ANA, BEN] = ["ana", "ben"].map((name) => `examples/users/${name}.user.json`);

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "disco-chat-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** The command with these lines on its standard input. */
const chat = (words: readonly string[], lines: string) => spawned(TOY.slice("markov:".length), words, lines);

function spawned(table: string, words: readonly string[], lines: string) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(root, "cli/bin/disco.js"), "chat", "--model", `markov:${table}`, ...words],
    { cwd: root, encoding: "utf8", input: lines },
  );
  return { code: status, out: stdout, err: stderr };
}

describe("a conversation", () => {
  it("has an answer for each line, by the profile, the same with the same seed", () => {
    const lines = "What is it?\n\n  \r\nWhat is it?\n/quit\nnever asked\n";
    const { code, out, err } = chat(["--user", ANA, "--temperature", "0", "--quiet"], lines);
    const likeliest = "A place so heavy that light stays in.\n";
    expect([code, out, err]).toEqual([0, likeliest + likeliest, ""]);
    const plain = ["--seed", "3", "--quiet"];
    expect(chat(plain, "What?\nWhat?\nWhat?").out).toBe(chat(plain, "What?\nWhat?\nWhat?").out);
    expect(chat(["--quiet", "--most", "2"], "What?").out).toMatch(/^A (place|region)\n$/);
  });

  it("says which reduction was used, and of whom", () => {
    const both = ["--users", `${ANA},${BEN}`];
    // The toy gives "!" log odds of 1.6 for a child: 1 / (1 + e^-1.6) = 0.832.
    expect(chat(both, "Wow!").err).toBe("[Geometric consensus over users: ana 0.832, ben 0.168]\n");
    const drawn = chat([...both, "--reduce", "mixture"], "Wow!\nWow!\nWow!\nWow!\nWow!\nWow!")
      .err.trimEnd()
      .split("\n");
    const line = /^\[Mixture over users: ana 0.832, ben 0.168; drew (.*) \(probability (0\.\d+)\)\]$/;
    const parts = new Set(drawn.map((one) => line.exec(one)!.slice(1).join(" ")));
    // ana with her doubtful fact, without it, or ben.
    for (const part of parts) {
      expect(["ana_facts_1 0.4992", "ana 0.3328", "ben * (ben_dull / ref)^-0.5 0.168"]).toContain(part);
    }
    expect(parts.size).toBeGreaterThan(1);
    expect(chat(["--user", ANA], "Wow!").err).toBe("[Geometric consensus over facts in doubt]\n");
    expect(chat(["--user", BEN], "Wow!").err).toBe("");
  });

  it("tells who writes and what is fused", () => {
    const { out } = chat(["--users", `${ANA},${BEN}`, "--temperature", "0", "--quiet"], "Wow!\n/who\n/expression\n");
    expect(out).toMatch(/^ana +83\.2 % +50\.0 % +72\.7 % +35\.0 %$/m);
    expect(out).toContain("it likes one by 0.80 nats more than another");
    expect(out).toContain("(ana * (ana_facts_1 / ana)^0.6)^0.832 * (ben * (ben_dull / ref)^-0.5)^0.168");
    const early = chat(["--users", `${ANA},${BEN}`], "/expression\n/nothing\n");
    expect([early.code, early.out]).toEqual([0, "there is none yet: it depends on what is written\n"]);
    expect(early.err).toContain("there is no /nothing");
    expect(chat(["--users", `${ANA},${BEN}`], "/who\n")).toMatchObject({ code: 3, out: "" });
  });

  it("weighs what each would have written", () => {
    const file = join(folder, "writers.markov.json");
    const rows = ["a child of seven", "an astronomer"].flatMap((describes, k) => {
      const after = [...`Write one message as ${describes} would write it.`];
      return [{ after, next: k === 0 ? { x: 3, y: 1 } : { x: 1, y: 1 } }];
    });
    const symbols = [...new Set([...rows.flatMap(({ after }) => after), "x", "y"])];
    const known = (...lines: string[]) =>
      ["You are talking with one person. This is known of them:", ...lines].join("\n");
    const told = [
      known("- She is seven years old.", "Answer in this way:", "- Short words."),
      known(
        "- She is seven years old.",
        "- She has seen the rings of Saturn.",
        "Answer in this way:",
        "- Short words.",
      ),
      known("- He works at an observatory.", "Answer in this way:", "- Exact terms."),
      "You are a dull lecturer.",
    ];
    const always = [{ next: { x: 1 } }];
    const laws = { "": [...always, ...rows], ...Object.fromEntries(told.map((text) => [text, always])) };
    writeFileSync(file, JSON.stringify({ markov: 1, symbols, laws }));
    const { code, out, err } = spawned(
      file,
      ["--users", `${ANA},${BEN}`, "--who", "written", "--most", "1"],
      "x\n/who\n",
    );
    // Odds 0.75 : 0.5.
    expect([code, err]).toEqual([0, "[Geometric consensus over users: ana 0.6, ben 0.4]\n"]);
    expect(out).toMatch(
      /^x\nuser +P +prior +nats\nana +60\.0 % +50\.0 % +0\.0\nben +40\.0 % +50\.0 % +-0\.4\n.*; 1 token,/,
    );
  });

  it("fuses what --expression says", () => {
    const words = ["--user", ANA, "--expression", "ref^0 * user", "--temperature", "0"];
    expect(chat(words, "What?\n/expression").out).toMatch(/^A place so heavy.*\nref\^0 \* user\n/);
    const { code, err } = chat(["--user", ANA, "--expression", "ref * eve"], "What?");
    expect([code, err]).toEqual([2, expect.stringMatching(/--expression.*eve.*ref, user, facts_1/)]);
  });

  it("explains each token, and saves what was said when it is told to", () => {
    const file = join(folder, "talk.json");
    const { out } = chat(["--user", ANA, "--explain", "--save", file, "--quiet"], "What?\nWow!\n");
    expect(out).toMatch(/Token +p +KL/);
    expect(out).toContain("Expression  user * (facts_1 / user)^0.6");
    const saved = JSON.parse(readFileSync(file, "utf8"));
    expect(saved.turns.map(({ question, seed }: { question: string; seed: number }) => [question, seed])).toEqual([
      ["What?", 1],
      ["Wow!", 2],
    ]);
    expect(saved.turns[0]).toMatchObject({
      expression: "user * (facts_1 / user)^0.6",
      reduction: "Geometric consensus over facts in doubt",
    });
    chat(["--user", ANA], "What?");
    expect(existsSync(join(folder, "other.json"))).toBe(false);
  });

  it("tells nobody what is private, whatever is asked", () => {
    const file = join(folder, "private.json");
    const all = ["--users", `${ANA},${BEN}`, "--explain", "--save", file];
    const { out, err } = chat(all, "What?\n/who\n/expression\nWow!\n");
    expect(out.length).toBeGreaterThan(1000);
    expect(out + err + readFileSync(file, "utf8")).not.toMatch(/Harbour/i);
    const leaky = join(folder, "leaky.user.json");
    const twin = join(folder, "twin.user.json");
    writeFileSync(twin, readFileSync(join(root, ANA)));
    expect(chat(["--users", `${ANA},${twin}`], "What?").err).toMatch(/--users: two profiles have one name.*ana/);
    writeFileSync(leaky, readFileSync(join(root, ANA), "utf8").replace("Short words.", "Speak of harbour lane."));
    const refused = chat(["--user", leaky], "What?");
    expect([refused.code, refused.err]).toEqual([2, expect.stringMatching(/style\[0\].*private/)]);
    expect(refused.err).not.toMatch(/Harbour Lane/i);
  });

  it("stops an answer at Ctrl-C, and goes on", async () => {
    // A model that never ends, and takes a million tokens to say so.
    const file = join(folder, "endless.markov.json");
    writeFileSync(file, '{"markov": 1, "symbols": ["a", "b"], "laws": {"": [{"next": {"a": 1}}]}}');
    const child = startDisco(["chat", "--model", `markov:${file}`, "--most", "4000"]);
    let [out, err] = ["", ""];
    child.stdout.on("data", (chunk) => {
      if (out === "") child.kill("SIGINT");
      out += chunk;
    });
    child.stderr.on("data", (chunk) => {
      err += chunk;
    });
    const ended = new Promise((resolve) => child.on("close", resolve));
    child.stdin.end("a\n/expression\n");
    expect(await ended).toBe(0);
    expect(out).toMatch(/^a+\nref\n {2}ref: told nothing\n$/);
    expect(out.length).toBeLessThan(4000);
    expect(err).toBe("[stopped]\n");
  });
});

describe("bad usage", () => {
  const commands = startCommands();
  afterAll(commands.close);

  it.each<[string, readonly string[], number, RegExp]>([
    ["no model", [], 2, /disco chat: no model.*--model/],
    ["a model of no kind", ["--model", "gpt-4"], 2, /--model: this kind of model is not known.*gpt-4.*\.gguf/],
    ["weights that are not there", ["--model", "none.gguf"], 2, /--model: there is no such file.*none\.gguf/],
    ["a table that is not there", ["--model", "markov:none.json"], 2, /--model: there is no such file/],
    ["both kinds of users", ["--model", TOY, "--user", ANA, "--users", `${ANA},${BEN}`], 2, /--users: --user stands/],
    ["one of several users", ["--model", TOY, "--users", ANA], 2, /--users: one is no choice/],
    ["one file twice", ["--model", TOY, "--users", `${ANA},${ANA}`], 2, /--users: a name stands twice/],
    ["a reduction of nothing", ["--model", TOY, "--reduce", "mixture"], 2, /--reduce: nothing is in doubt/],
    ["a doubt about one user", ["--model", TOY, "--user", ANA, "--who", "written"], 2, /--who: nobody is in doubt/],
    ["a profile that is none", ["--model", TOY, "--user", "package.json"], 2, /package\.json: it has a key.*not known/],
    ["a profile that is not there", ["--model", TOY, "--user", "eve.json"], 2, /profile: there is no such file/],
    ["what to say", ["--model", TOY, "hello"], 2, /disco chat: it takes options alone.*hello/],
    ["an expression that is none", ["--model", TOY, "--expression", "ref *"], 2, /expression: a law is missing/],
    ["a file of another kind", ["--model", TOY, "--save", "talk.txt"], 2, /--save: .*\.json/],
  ])("with %s is told in words", async (_, words, code, message) => {
    const ran = await commands.disco(["chat", ...words], root);
    expect([ran.code, ran.out]).toEqual([code, ""]);
    expect(ran.err).toMatch(message);
  });

  it("of the person is told where it stands: a character that the model does not know", () => {
    const { code, err } = chat([], "Größe?\n");
    expect([code, err]).toEqual([2, expect.stringMatching(/no symbol of the model begins here/)]);
  });
});
