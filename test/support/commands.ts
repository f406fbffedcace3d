import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";

/** What a command printed: on each stream, and on both in the order of writing. */
export interface Printed {
  readonly code: number;
  readonly out: string;
  readonly err: string;
  readonly both: string;
}

/** One process that has the command loaded and runs whatever it is given, one after the other. */
export interface Commands {
  /** The built `disco` with these words, its streams in pipes. */
  readonly disco: (words: readonly string[], cwd: string) => Promise<Printed>;
  /** A program of JavaScript that imports the library. */
  readonly program: (file: string, cwd: string) => Promise<Printed>;
  readonly close: () => Promise<void>;
}

/**
 * Starts such a process. A command by itself spends six tenths of a second on being loaded, which where there are a hundred of them is most of
 * the time; that it can be started, and ends, by itself is tested in test/cli. What one command leaves behind the next one finds: that it
 * makes no difference is a promise too.
 */
export function startCommands(): Commands {
  const { NO_COLOR, FORCE_COLOR, DISCO_DEBUG, NODE_OPTIONS, ...env } = process.env;
  const server = fileURLToPath(new URL("disco-server.mjs", import.meta.url));
  const child: ChildProcess = fork(server, { stdio: ["ignore", "ignore", "inherit", "ipc"], env, execArgv: [] });
  const ask = (message: object) =>
    new Promise<Printed>((resolve, reject) => {
      const ended = (code: number | null) => reject(new Error(`the process of the commands ended (${code})`));
      child.once("exit", ended);
      child.once("message", (printed) => {
        child.off("exit", ended);
        resolve(printed as Printed);
      });
      child.send(message);
    });
  return {
    disco: (words, cwd) => ask({ words, cwd }),
    program: (file, cwd) => ask({ file, cwd }),
    close: () =>
      new Promise((resolve) => {
        child.once("exit", () => resolve());
        child.disconnect();
      }),
  };
}

/**
 * The words of a command as a shell would read them, or nothing where it takes a shell: pipes, redirections, variables, patterns, a second command.
 */
export function shellWords(command: string): string[] | undefined {
  const piece = /\s+|\\\n|'([^']*)'|"([^"$`\\]*)"|([\w\-./:=,+@%^]+)|([\s\S])/gy;
  const words: string[] = [];
  let word: string | undefined;
  for (const [all, single, double, plain, other] of command.trim().matchAll(piece)) {
    if (other !== undefined) return undefined;
    const text = single ?? double ?? plain;
    if (text !== undefined) word = (word ?? "") + text;
    else if (word !== undefined && all !== "\\\n") {
      words.push(word);
      word = undefined;
    }
  }
  return word === undefined ? words : [...words, word];
}
