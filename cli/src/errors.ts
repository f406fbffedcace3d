import { existsSync } from "node:fs";
import { CommanderError } from "commander";
import { DiscoError } from "discoscm/error";
import { colorWanted } from "./terminal.js";

/** Exit codes (DESIGN 4.4). */
const EXIT = { answered: 0, bug: 1, input: 2, refused: 3 } as const;

/** Bad usage, worded like every other complaint. */
export function usage(who: string, wrong: string, given: string | undefined, next: string): DiscoError {
  return new DiscoError({ who, wrong, next, ...(given === undefined ? {} : { given }) });
}

/** Says on standard error what stopped the command, and returns the exit code that goes with it. */
export function finish(error: unknown): number {
  if (error instanceof CommanderError) {
    // Help and version have been printed by now; help that nobody asked for means that the command is incomplete.
    if (error.exitCode === 0) return EXIT.answered;
    if (error.code !== "commander.help") say(fromCommander(error));
    return EXIT.input;
  }
  if (error instanceof DiscoError) {
    say(error);
    return error.kind === "refused" ? EXIT.refused : EXIT.input;
  }
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  process.stderr.write(
    `disco: this is a bug in Disco, not in your data: ${message}\n` +
      "Please report it with the command you gave and this message.\n",
  );
  process.stderr.write(process.env["DISCO_DEBUG"] === "1" ? `${stack}\n` : "DISCO_DEBUG=1 adds where it happened.\n");
  return EXIT.bug;
}

function say(error: DiscoError): void {
  const who = printable(error.complaint.who);
  const lead = colorWanted(process.stderr) ? `\x1b[1;31m${who}\x1b[0m` : who;
  process.stderr.write(`${lead}${printable(error.message.slice(error.complaint.who.length))}\n`);
}

/** Names in tables and models are data: an escape sequence in one must not reach the terminal. Lines may break. */
export function printable(text: string): string {
  return text.replace(/[\t\r]+/g, " ").replace(/(?![\n\u200c\u200d])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, "\ufffd");
}

/** Commander's complaint in our four parts. Its texts quote what was given and may end with a suggestion in brackets. */
function fromCommander(error: CommanderError): DiscoError {
  const given = /'([^']*)'/.exec(error.message)?.[1];
  const suggestion = /\(Did you mean (?:one of )?(.*?)\?\)/.exec(error.message)?.[1];
  const command = process.argv[2] ?? "";
  const help = error.code === "commander.unknownCommand" ? "`disco --help`" : `\`disco ${command} --help\``;
  const next = suggestion === undefined ? `see ${help}` : `did you mean ${suggestion}? ${help} lists them all`;
  switch (error.code) {
    case "commander.unknownOption":
      if (QUESTION[command] !== undefined && given !== undefined && !given.startsWith("--")) {
        const behind = "write -- before a question that begins with a minus";
        return usage("disco", "there is no such option", given, behind);
      }
      return usage("disco", "there is no such option", given, next);
    case "commander.unknownCommand":
      return given === undefined || !existsSync(given)
        ? usage("disco", "there is no such command", given, next)
        : fileAsCommand(given);
    case "commander.optionMissingArgument":
      return usage(given?.split(" ")[0] ?? "disco", "a value should follow", undefined, `write ${given}`);
    case "commander.missingArgument":
      return missing(command, given ?? "");
    default:
      return usage("disco", error.message.replace(/^error: /, ""), undefined, next);
  }
}

/** A file in place of the command is the likeliest slip of all. */
function fileAsCommand(file: string): DiscoError {
  const ending = /\.[a-z]+$/i.exec(file)?.[0].toLowerCase() ?? "";
  if (ending === ".json")
    return usage("disco", "a model stands where a command should", file, `write \`disco ask ${file} "..."\``);
  if (GRAPH_ENDINGS.has(ending)) {
    const next = `write \`disco identify ${file} "..."\``;
    return usage("disco", "a graph stands where a command should", file, next);
  }
  return usage("disco", "a table stands where a command should", file, `write \`disco attribute ${file} ...\``);
}

const GRAPH_ENDINGS: ReadonlySet<string> = new Set([".dag", ".dot", ".gv", ".dagitty"]);

/** A question that each command of models and graphs could be asked; the others have tables. */
const QUESTION: Readonly<Record<string, string>> = {
  ask: 'subsidy.disco.json "P(Y=1 | T=1)"',
  compare: 'subsidy.disco.json "P(Y[T=0]=1 | T=1, Y=1)"',
  simulate: "subsidy.disco.json -n 1000",
  identify: 'smoking.dag "P(cancer | do(smoking))"',
};

/** What each command of tables could be given. */
const TABLE: Readonly<Record<string, string>> = {
  attribute: "jobs.csv ...",
  effect: "jobs.csv ...",
  check: "jobs.csv --graph jobs.dag",
};

function missing(command: string, what: string): DiscoError {
  const example = QUESTION[command] ?? TABLE[command] ?? "...";
  const missed = what || (QUESTION[command] === undefined ? "table" : "model");
  return usage(`disco ${command}`, `no ${missed}`, undefined, `name one: \`disco ${command} ${example}\``);
}
