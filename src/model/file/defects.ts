import { DiscoError } from "../../error.js";
import { nearestName } from "../../num/nearest.js";
import { say, sayNames, shorten } from "../expression/say.js";

/** Something wrong with a model file, and where. */
export interface Defect {
  /** The way to it: `variables.Y.bernoulli`, `units[2].weight`; "" for the whole. */
  readonly place: string;
  /** Where it stands in the text, both counted from 1; absent when the model did not come from a text. */
  readonly line?: number;
  readonly column?: number;
  readonly wrong: string;
  readonly given?: string;
  readonly next?: string;
}

/** A place in the file: the way to it, and the offset in the text (-1 without a text). */
export interface Place {
  readonly path: string;
  readonly at: number;
}

export type Complaints = Pick<Defect, "wrong" | "given" | "next">;

/** Where defects go. All are counted, the first two hundred kept: what is done for each is not done for a whole file of nonsense. */
export interface Defects {
  readonly add: (place: Place, what: Complaints) => void;
  /** Will the next one be kept? If not, it need not be worded well. */
  readonly isOpen: () => boolean;
  readonly count: () => number;
  /** In the order of the text. */
  readonly list: () => readonly Defect[];
}

const MOST_KEPT = 200;
const MOST_SHOWN = 20;
// Hundreds of defects may each look for a name among thousands.
const NEAREST = { letters: 100, names: 2000, strangers: false };

export function collectDefects(text?: string): Defects {
  const found: { readonly at: number; readonly defect: Omit<Defect, "line" | "column"> }[] = [];
  let count = 0;
  return {
    add: ({ path, at }, { wrong, given, next }) => {
      if (++count > MOST_KEPT) return;
      const defect = {
        place: path,
        wrong,
        ...(given === undefined ? {} : { given }),
        ...(next === undefined ? {} : { next }),
      };
      found.push({ at, defect });
    },
    isOpen: () => count < MOST_KEPT,
    count: () => count,
    list: () => {
      const ordered = [...found].sort((a, b) => a.at - b.at);
      const starts = text === undefined ? [] : lineStarts(text);
      return ordered.map(({ at, defect }) => {
        if (at < 0 || text === undefined) return defect;
        const line = lineOf(starts, at);
        return { ...defect, line, column: at - starts[line - 1] + 1 };
      });
    },
  };
}

/** "did you mean 'x'?", or which there are. */
export function suggest(asked: string, names: readonly string[], they: string): string {
  const near = nearestName(asked, names, NEAREST);
  return near === undefined ? `${they} ${sayNames(names)}` : `did you mean ${say(near)}?`;
}

/** Offsets at which lines start. */
function lineStarts(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return starts;
}

/** The line, counted from 1, that an offset is on (bisection). */
function lineOf(starts: readonly number[], at: number): number {
  let [low, high] = [0, starts.length];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (starts[middle] <= at) low = middle;
    else high = middle;
  }
  return low + 1;
}

/** All defects in one error: one in a sentence, several in a list of at most twenty lines. */
export function defectsError(who: string, defects: readonly Defect[], count: number): DiscoError {
  const [first] = defects;
  if (count === 1) {
    const { wrong, given, next = "correct it" } = first;
    return new DiscoError({
      who: `${who}${placed(first, ", ")}`,
      wrong,
      ...(given === undefined ? {} : { given }),
      next,
    });
  }
  const lines = defects.slice(0, MOST_SHOWN).map((defect) => {
    const given = defect.given === undefined ? "" : ` (given: ${defect.given})`;
    const place = placed(defect, "");
    return `${place === "" ? "" : `${place}: `}${defect.wrong}${given}${defect.next === undefined ? "" : `; ${defect.next}`}`;
  });
  if (count > MOST_SHOWN) lines.push(`and ${count - MOST_SHOWN} more`);
  return new DiscoError({
    who,
    wrong: `there are ${count} defects`,
    next: `correct them:\n${lines.map((line) => `  ${line}`).join("\n")}`,
  });
}

/** `variables.Y.bernoulli (line 7, column 28)`, as much of it as is known. */
function placed({ place, line, column }: Defect, before: string): string {
  const where = line === undefined ? "" : `line ${line}, column ${column}`;
  if (place === "") return where === "" ? "" : `${before}${where}`;
  return `${before}${place}${where === "" ? "" : ` (${where})`}`;
}

/** The place of an entry of an object, or of an item of a list. */
export function under({ path }: Place, key: string | number, at: number): Place {
  if (typeof key === "number") return { path: `${path}[${key}]`, at };
  const plain = /^[\p{L}_][\p{L}\p{M}\p{N}_]*$/u.test(key) && key.length <= 60;
  if (!plain) return { path: `${path}[${JSON.stringify(shorten(key))}]`, at };
  return { path: path === "" ? key : `${path}.${key}`, at };
}
