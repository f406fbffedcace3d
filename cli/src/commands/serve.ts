import { basename } from "node:path";
import { Command } from "commander";
import { printable, usage } from "../errors.js";
import { addOptions, number, oneOf, option, text } from "../options.js";
import { defined } from "../table-options.js";
import { write } from "../terminal.js";
import { readText } from "../text-file.js";

const EXAMPLES = `
Examples:
  A model on this machine, for every program that can talk to OpenAI's endpoint
    $ disco serve --model smollm2.gguf --port 8080
    $ curl localhost:8080/v1/chat/completions -H 'Content-Type: application/json' \\
        -d '{"model": "smollm2", "messages": [{"role": "user", "content": "Hello"}]}'

  For others on the network, who must know a key
    $ disco serve --model smollm2.gguf --host 0.0.0.0 --api-key-file key.txt

Exit codes:
  0 stopped by Ctrl-C or a signal, 2 bad usage or bad input, 1 a bug`;

interface Flags {
  model?: string;
  name?: string;
  threads?: number;
  context?: number;
  top?: number;
  users?: string;
  reduce?: "geometric" | "mixture";
  host?: string;
  port?: number;
  cors?: string;
  apiKeyFile?: string;
  open?: true;
  mostTokens?: number;
  body?: number;
  sequences?: number;
  waiting?: number;
  timeout?: number;
  grace?: number;
  log?: true;
  json?: true;
  quiet?: true;
}

/** Each takes the memory of a longest text. */
const SEQUENCES = 8;

/** `disco serve --model FILE`: an endpoint like OpenAI's, until it is told to stop. */
export function serveCommand(): Command {
  const command = new Command("serve")
    .summary("answer programs that talk to OpenAI's endpoint, with a model on this machine")
    .description(
      "Serves /v1/models, /v1/chat/completions and /v1/completions over HTTP, to this machine alone unless told otherwise. Of what users write nothing is kept or logged.",
    )
    .helpOption("-h, --help", "print this help")
    .addHelpText("after", EXAMPLES)
    .action((flags: Flags, self: Command) => serve(self.args, flags));
  const whole = (low: number, high: number, example: string) => (flag: string) =>
    number(flag, { low, high, whole: true, example });
  return addOptions(command, {
    "What answers:": [
      option("--model <file>", "a .gguf file, or markov:FILE.json, a table model that needs no weights", text),
      option("--name <name>", "what clients call the model (default: the file's name)", text),
      option("--threads <k>", "of a .gguf model (default: the machine's cores)", whole(1, 256, "4")),
      option("--context <tokens>", "longest text of a .gguf model, answer included", whole(16, 1e7, "4096")),
      option("--top <n>", "only so many of each factor's likeliest tokens: faster (default: all)", whole(1, 1e6, "64")),
    ],
    "Whom it answers:": [
      option("--users <folder>", "profiles, *.user.json; a request's user is the name of one", text),
      option("--reduce <how>", "doubtful facts: geometric (default), one policy; mixture, draw and answer", (flag) =>
        oneOf(flag, ["geometric", "mixture"] as const),
      ),
    ],
    "Who may ask:": [
      option("--host <address>", "where to listen (default 127.0.0.1: this machine alone)", text),
      option("--port <n>", "default 8080; 0: any that is free", whole(0, 65535, "8080")),
      option("--api-key-file <file>", "a key that clients must send; also from DISCO_API_KEY", text),
      option("--open", "serve other machines without a key"),
      option("--cors <origin>", "pages of this origin may ask too, https://app.example (default: none)", text),
    ],
    "How much:": [
      option("--most-tokens <n>", "tokens of an answer (default 4096)", whole(1, 1e6, "512")),
      option("--body <bytes>", "of a request (default 1,000,000)", whole(1000, 1e9, "1_000_000")),
      option("--sequences <n>", "texts held at once: one a factor and answer (default 8)", whole(1, 1e4, "8")),
      option("--waiting <n>", "requests that wait for their turn (default 128)", whole(0, 1e5, "128")),
      option("--timeout <seconds>", "for a request, waiting included (default 300)", whole(1, 86400, "300")),
      option("--grace <seconds>", "for answers under way when stopped (default 10)", whole(0, 86400, "10")),
    ],
    "What is told:": [
      option("--log", "a line a request: method, path, status, milliseconds"),
      option("--json", "once it listens, one JSON document on standard output: where, and which model"),
      option("--quiet", "nothing but complaints"),
    ],
  });
}

async function serve(rest: readonly string[], flags: Flags): Promise<void> {
  const who = "disco serve";
  if (rest.length > 0) throw usage(who, "it takes options alone", rest.join(" "), "write --model FILE");
  if (flags.model === undefined) {
    throw usage(who, "no model", undefined, "name one: --model smollm2.gguf, or --model markov:FILE.json");
  }
  if (flags.reduce !== undefined && flags.users === undefined) {
    throw usage("--reduce", "nothing is in doubt", flags.reduce, "it is about the doubtful facts of --users");
  }
  const origin = originOf(flags.cors);
  const key = await keyOf(flags);
  const { host, port = 8080, mostTokens: tokens, body, sequences, waiting, timeout: seconds, grace } = flags;
  const { isLocal, startServer } = await import("../server/start.js");
  if (host !== undefined && !isLocal(host) && key === undefined && !flags.open) {
    const next = "give --api-key-file FILE, or --open where that is meant";
    throw usage("--host", "other machines could reach the server, and it asks for no key", host, next);
  }
  const { loadEngine } = await import("../engine-options.js");
  const align = await import("discoscm/align");
  const { readProfiles, userProfiles } = await import("../server/user-profiles.js");
  const users = flags.users === undefined ? undefined : await readProfiles(align, flags.users);
  const engine = await loadEngine({
    model: flags.model,
    sequences: sequences ?? SEQUENCES,
    ...defined({ threads: flags.threads, contextSize: flags.context }),
  });
  const model = flags.name ?? nameOf(flags.model);
  const server = await startServer({
    engine,
    model,
    port,
    align,
    bug,
    ...(users ? { profiles: userProfiles(align, engine, users, flags.reduce) } : {}),
    limits: { sequences: sequences ?? SEQUENCES, ...defined({ tokens, body, waiting, seconds, grace }) },
    ...defined({ host, key, top: flags.top, cors: origin, log: flags.log && logLine }),
  }).catch(async (error: unknown) => {
    await engine.close();
    throw error;
  });
  if (flags.json) await write(process.stdout, `${JSON.stringify({ url: server.url, model }, null, 2)}\n`);
  if (!flags.quiet) await write(process.stderr, `${printable(model)} at ${server.url}/v1; Ctrl-C stops it\n`);
  await signalled();
  if (!flags.quiet) await write(process.stderr, "stopping: answers under way are finished; again to stop at once\n");
  await server.stop();
}

/** smollm2 of models/smollm2.gguf, tiny of markov:tiny.markov.json. */
function nameOf(model: string): string {
  const file = basename(model.replace(/^markov:/, ""));
  return file.replace(/\.gguf$|(\.markov)?\.json$/i, "") || "model";
}

/** Waits for Ctrl-C or a request to end; the next one has its usual action, at once. */
function signalled(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, resolve);
  }).then(() => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.removeAllListeners(signal);
  });
}

/** The key from its file or from the environment; an empty one must not leave the door open. */
async function keyOf({ apiKeyFile }: Flags): Promise<string | undefined> {
  const fromEnvironment = process.env["DISCO_API_KEY"];
  if (apiKeyFile === undefined && fromEnvironment === undefined) return undefined;
  const who = apiKeyFile === undefined ? "DISCO_API_KEY" : "--api-key-file";
  const next = "make one: openssl rand -hex 32 > key.txt";
  const key =
    apiKeyFile === undefined ? fromEnvironment! : (await readText(apiKeyFile, { who, next: "name a file" })).text;
  const trimmed = key.trim();
  // The key itself is not shown.
  if (!/^[\x21-\x7e]{16,512}$/.test(trimmed)) {
    throw usage(who, "a key should be 16 to 512 letters, digits and signs without spaces", undefined, next);
  }
  return trimmed;
}

function originOf(given: string | undefined): string | undefined {
  if (given === undefined) return undefined;
  const url = URL.canParse(given) ? new URL(given) : undefined;
  if (url === undefined || url.origin === "null" || url.origin !== given.replace(/\/$/, "")) {
    throw usage("--cors", "it should be one origin", given, "write --cors https://app.example");
  }
  return url.origin;
}

function logLine({ method, path, status, ms }: { method: string; path: string; status: number; ms: number }): void {
  const where = printable(path.length > 200 ? `${path.slice(0, 200)}...` : path).replaceAll("\n", " ");
  process.stderr.write(`${new Date().toISOString()} ${method} ${where} ${status} ${ms.toFixed(0)} ms\n`);
}

/** The server goes on. What is said holds nothing of the request unless it is asked for. */
function bug(error: unknown): void {
  const { name, stack } = error instanceof Error ? error : new Error(String(error));
  const hint = "please report it; DISCO_DEBUG=1 adds where it happened";
  process.stderr.write(`disco serve: this is a bug in Disco (${name}); ${hint}\n`);
  if (process.env["DISCO_DEBUG"] === "1") process.stderr.write(`${stack}\n`);
}
