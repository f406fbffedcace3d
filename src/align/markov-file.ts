import { DiscoError } from "../error.js";
import type { MarkovModel } from "./markov.js";

/** A row of a law, resolved: after these tokens, these probabilities of the next one. */
interface Row {
  readonly after: readonly number[];
  readonly next: readonly number[];
}

/** Where in the file something stands, for complaints. */
type Complain = (place: string, wrong: string, given: unknown, next: string) => DiscoError;

/** More would be a language model, and a table is not how to write one. */
const MOST_SYMBOLS = 10_000;

/**
 * Reads the file of a table model (`*.markov.json`; docs/serve.md has the format): the symbols, which of them end an answer, and for every law, by the
 * name of what the model is told, rows `{ after, next }`. `next` has weights by symbol, which are put to add up to 1; a symbol that is left out is
 * impossible. Of the rows whose `after` the text so far ends with, the longest counts, and every law has one row without `after`.
 * @throws DiscoError for the first thing that is wrong, with its place. Cost: O(file); a law then costs O(rows) a call.
 */
export function readMarkovModel(text: string, { name = "markov model" }: { readonly name?: string } = {}): MarkovModel {
  const complain: Complain = (place, wrong, given, next) =>
    new DiscoError({ who: place === "" ? name : `${name}, ${place}`, wrong, given: shown(given), next });
  const file = objectOf(parsed(text, complain), "", ["markov", "about", "symbols", "ends", "laws"], complain);
  if (file["markov"] !== 1) {
    throw complain("markov", "the version of the format should be 1", file["markov"], 'write "markov": 1');
  }
  if (file["about"] !== undefined && typeof file["about"] !== "string") {
    throw complain("about", "it should be a text", file["about"], "write a sentence, or leave it out");
  }
  const symbols = textsOf(file["symbols"], "symbols", complain);
  if (symbols.length === 0 || symbols.length > MOST_SYMBOLS) {
    const next = 'list the texts that answers are made of: "symbols": ["yes", "no", "."]';
    throw complain("symbols", `there should be from 1 to ${MOST_SYMBOLS}`, symbols.length, next);
  }
  const place = new Map(symbols.map((symbol, token) => [symbol, token]));
  const ends = file["ends"] === undefined ? [] : textsOf(file["ends"], "ends", complain);
  for (const [i, end] of ends.entries()) tokenOf(end, `ends[${i}]`, place, complain);
  const laws = objectOf(file["laws"], "laws", undefined, complain);
  if (Object.keys(laws).length === 0) {
    const next = 'write one at least: "laws": { "": [ { "next": { ... } } ] }';
    throw complain("laws", "there is no law", "{}", next);
  }
  const read = Object.entries(laws).map(
    ([key, rows]) => [key, lawOf(rowsOf(rows, `laws[${JSON.stringify(key)}]`, place, complain))] as const,
  );
  return { symbols, ends, laws: Object.fromEntries(read) };
}

function parsed(text: string, complain: Complain): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw complain("", `it is not JSON: ${(error as Error).message}`, text.slice(0, 40), "mend it there");
  }
}

/** The rows with the longest `after` first, so that the first that fits is the one that counts. */
function lawOf(rows: readonly Row[]): (soFar: readonly number[]) => readonly number[] {
  const order = [...rows].sort((a, b) => b.after.length - a.after.length);
  return (soFar) =>
    order.find(({ after }) => after.every((token, i) => soFar[soFar.length - after.length + i] === token))!.next;
}

function rowsOf(value: unknown, at: string, place: ReadonlyMap<string, number>, complain: Complain): Row[] {
  if (!Array.isArray(value) || value.length === 0) {
    throw complain(at, "it should be a list of rows", value, 'write [ { "after": ["yes"], "next": { ".": 1 } }, ... ]');
  }
  const taken = new Set<string>();
  const rows = value.map((row: unknown, i) => {
    const here = `${at}[${i}]`;
    const { after: told = [], next } = objectOf(row, here, ["after", "next"], complain);
    const after = listOf(told, `${here}.after`, complain).map((symbol, k) =>
      tokenOf(symbol, `${here}.after[${k}]`, place, complain),
    );
    if (taken.has(after.join())) {
      throw complain(`${here}.after`, "another row of the law has the same", told, "keep one of them");
    }
    taken.add(after.join());
    return { after, next: probabilitiesOf(next, `${here}.next`, place, complain) };
  });
  if (!taken.has("")) {
    throw complain(at, 'no row goes without "after"', `${rows.length} rows`, "add one: it counts where no other does");
  }
  return rows;
}

function probabilitiesOf(value: unknown, at: string, place: ReadonlyMap<string, number>, complain: Complain): number[] {
  const weights = new Array<number>(place.size).fill(0);
  for (const [symbol, weight] of Object.entries(objectOf(value, at, undefined, complain))) {
    if (typeof weight !== "number" || !(weight >= 0 && weight < Infinity)) {
      const where = `${at}[${JSON.stringify(symbol)}]`;
      throw complain(where, "a weight should be a number from 0 up", weight, "write a probability");
    }
    weights[tokenOf(symbol, at, place, complain)] = weight;
  }
  const sum = weights.reduce((a, b) => a + b, 0);
  if (!(sum > 0 && sum < Infinity)) {
    throw complain(at, "the weights should add up to something above 0", sum, "give one symbol a weight above 0");
  }
  return weights.map((weight) => weight / sum);
}

function tokenOf(symbol: unknown, at: string, place: ReadonlyMap<string, number>, complain: Complain): number {
  const token = typeof symbol === "string" ? place.get(symbol) : undefined;
  if (token !== undefined) return token;
  throw complain(at, "this is none of the symbols", symbol, 'add it to "symbols", or mend the spelling');
}

/** Texts of which none is empty and none stands twice. */
function textsOf(value: unknown, at: string, complain: Complain): string[] {
  const seen = new Set<string>();
  return listOf(value, at, complain).map((text, i) => {
    if (typeof text !== "string" || text === "" || /\p{Surrogate}/u.test(text)) {
      throw complain(`${at}[${i}]`, "it should be a text of one letter or more", text, "write it in double quotes");
    }
    if (seen.has(text)) throw complain(`${at}[${i}]`, "it stands twice", text, "keep one of them");
    seen.add(text);
    return text;
  });
}

function listOf(value: unknown, at: string, complain: Complain): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw complain(at, "it should be a list", value, 'write ["...", "..."]');
}

/** An object that has no other keys than these; any, where they are not said. */
function objectOf(value: unknown, at: string, keys: readonly string[] | undefined, complain: Complain) {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw complain(at, "it should be an object", value, "write { ... }");
  }
  const odd = keys && Object.keys(value).find((key) => !keys.includes(key));
  if (odd === undefined) return value as Readonly<Record<string, unknown>>;
  throw complain(at, "it has a key that is not known", odd, `those that are: ${keys!.join(", ")}`);
}

/** What was given, at a length that can be read. */
function shown(given: unknown): string {
  const text = given === undefined ? "nothing" : typeof given === "string" ? given : JSON.stringify(given);
  return text.length > 60 ? `${text.slice(0, 60)} ...` : text;
}
