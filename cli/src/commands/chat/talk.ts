import { writeFile } from "node:fs/promises";
import { DiscoError } from "discoscm/error";
import { finish, printable } from "../../errors.js";
import { fillOutput } from "../../output.js";
import { colorWanted, drawsLetters, widthOf, write } from "../../terminal.js";
import { inputLines, isInteractive } from "./input.js";
import { answer, type Session, type Turn } from "./session.js";
import { expressionLines, savedText, whoLines } from "./words.js";

/** Holds the conversation until the lines end or /quit stands in one. */
export async function talk(session: Session): Promise<void> {
  const interactive = isInteractive();
  if (interactive && !session.quiet) note("/who, /expression, /quit; Ctrl-C stops an answer");
  for await (const line of inputLines()) {
    const text = line.trim();
    if (text === "") continue;
    if (text === "/quit") return;
    try {
      if (text.startsWith("/")) await obey(session, text);
      else await reply(session, text);
    } catch (error) {
      // Somebody who types can type something else; a file of questions should not be answered in part.
      if (!interactive || !(error instanceof DiscoError)) throw error;
      finish(error);
    }
  }
}

async function obey(session: Session, command: string): Promise<void> {
  const { stdout } = process;
  if (command === "/who") await write(stdout, linesText(await whoLines(session)));
  else if (command === "/expression") await write(stdout, linesText(await expressionLines(session)));
  else note(`there is no ${command}: /who, /expression, /quit`);
}

const linesText = (lines: readonly string[]) => `${lines.map(printable).join("\n")}\n`;

async function reply(session: Session, text: string): Promise<void> {
  const { stdout } = process;
  let told = "";
  const tell = (piece: string) => {
    if (session.explain || piece === "") return;
    told = piece;
    stdout.write(visible(piece));
  };
  const turn = await stoppable((signal) => answer(session, text, tell, signal));
  if (turn === undefined) return note("stopped");
  if (session.explain) await write(stdout, await explained(session, turn));
  else if (!told.endsWith("\n")) await write(stdout, "\n");
  if (session.save !== undefined) {
    const saved = savedText(session);
    await fillOutput(session.save, (temporary) => writeFile(temporary, saved));
  }
  if (session.quiet) return;
  const { forgotten, stopped, speakers } = turn;
  if (stopped) note("stopped");
  if (forgotten > 0) note(`the model can hold no more: it was not told the first ${forgotten} messages`);
  if (speakers.says !== undefined) note(speakers.says);
}

/** What a model says is anybody's: an escape sequence must not reach a terminal. Tabs may. */
const visible = (text: string) => text.split("\t").map(printable).join("\t");

/** A remark beside the answers. */
function note(text: string): void {
  const line = `[${printable(text)}]`;
  process.stderr.write(`${colorWanted(process.stderr) ? `\x1b[2m${line}\x1b[22m` : line}\n`);
}

/** Runs until Ctrl-C stops it, then to undefined where nothing had come yet; a second one ends the process, as it always does. */
async function stoppable<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T | undefined> {
  const stop = new AbortController();
  const handler = () => {
    process.removeListener("SIGINT", handler);
    stop.abort();
  };
  process.on("SIGINT", handler);
  try {
    return await work(stop.signal);
  } catch (error) {
    if (!stop.signal.aborted) throw error;
    return undefined;
  } finally {
    process.removeListener("SIGINT", handler);
  }
}

async function explained(session: Session, turn: Turn): Promise<string> {
  const { align, engine, model, reduction, temperature = 1 } = session;
  const { question, seed, speakers, steps } = turn;
  const { fusionText } = await import("discoscm/report");
  const used = new Set(["ref", ...align.namesOf(align.productOf(speakers.decoded)).laws]);
  const asked = {
    question,
    expression: speakers.decoded,
    reference: "ref",
    factors: Object.entries(speakers.told).flatMap(([name, told]) => (used.has(name) ? [{ name, told }] : [])),
    model,
    provenance: { seed, temperature, ...(speakers.says ? { reduction } : {}) },
  };
  const { stdout } = process;
  const style = { color: colorWanted(stdout), width: widthOf(stdout), ascii: drawsLetters(stdout), explain: true };
  return fusionText(align.answerOfSteps(engine, asked, steps), style);
}
