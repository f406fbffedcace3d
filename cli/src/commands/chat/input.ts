import { createInterface } from "node:readline";

/** Somebody sits there, and types. */
export const isInteractive = () => Boolean(process.stdin.isTTY && process.stdout.isTTY);

/** The lines of standard input, as they are wanted; with a prompt where somebody types. Ctrl-C or Ctrl-D at the prompt ends them. */
export async function* inputLines(): AsyncGenerator<string, void> {
  if (isInteractive()) yield* typedLines();
  else yield* createInterface({ input: process.stdin, crlfDelay: Infinity });
}

/**
 * A prompt for each line. In between the terminal is as it always is, so that Ctrl-C is a signal while an answer is told, and what is typed then waits.
 */
async function* typedLines(): AsyncGenerator<string, void> {
  let history: string[] = [];
  for (;;) {
    const reader = createInterface({ input: process.stdin, output: process.stdout, prompt: "> ", history });
    // What is pasted comes as several lines at once.
    const lines: string[] = [];
    const ended = await new Promise<boolean>((resolve) => {
      reader.on("line", (line) => {
        lines.push(line);
        resolve(false);
      });
      reader.on("SIGINT", () => reader.close());
      reader.on("close", () => resolve(true));
      reader.on("history", (list) => {
        history = list;
      });
      reader.prompt();
    });
    reader.close();
    if (ended) {
      process.stdout.write("\n");
      return;
    }
    yield* lines;
  }
}
