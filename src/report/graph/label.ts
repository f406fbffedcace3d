import type { GivenGraph } from "../../query/identification.js";
import { cleanText } from "../clean.js";
import { shorten } from "../words.js";

/** Sizes of text in a drawing: of names, and of the words below them. */
export const NAME_SIZE = 14;
export const WORD_SIZE = 13;
const LINE = 17;

/** What is written in a node, and how large the node is for it. */
export interface Label {
  /** The name, in one line or two, cut where it is long. */
  readonly lines: readonly string[];
  /** "treatment", "individual": what it is in this question or in the graph. */
  readonly word: string;
  readonly width: number;
  readonly height: number;
}

type GivenNode = GivenGraph["nodes"][number];

const WORDS: Readonly<Record<string, string>> = {
  individual: "individual",
  selected: "selected",
  differs: "differs",
  adjusted: "adjusted",
};

/** The label of a node; `longest` is how many letters a line of its name may have. */
export function labelOf({ name, roles }: GivenNode, part: string | undefined, longest: number): Label {
  const lines = broken(cleanText(name), longest).map((line) => shorten(line, longest));
  const word = [part, ...roles.map((role) => WORDS[role])].filter((one) => one !== undefined).join(" · ");
  const widest = Math.max(...lines.map((line) => textWidth(line, NAME_SIZE)), textWidth(word, WORD_SIZE));
  const rows = lines.length + (word === "" ? 0 : 1);
  return { lines, word, width: Math.max(36, Math.ceil(widest) + 20), height: 15 + LINE * rows };
}

/** Where the middle of each line of a label is, above (negative) or below the middle of the node. */
export function lineOffsets({ lines, word }: Label): readonly number[] {
  const rows = lines.length + (word === "" ? 0 : 1);
  return Array.from({ length: rows }, (_, i) => (i - (rows - 1) / 2) * LINE);
}

/** In two lines where it is long and has a place to break: a space, a sign, a capital inside. */
function broken(name: string, longest: number): readonly string[] {
  if ([...name].length <= Math.min(longest, 10)) return [name];
  const places = [...name.matchAll(/(?<=[\s_\-./:])(?=[^\s_\-./:])|(?<=\p{Ll})(?=\p{Lu})/gu)].map(({ index }) => index);
  const middle = name.length / 2;
  const [best] = places.sort((a, b) => Math.abs(a - middle) - Math.abs(b - middle));
  if (best === undefined || best < 2 || name.length - best < 2) return [name];
  return [name.slice(0, best).trimEnd(), name.slice(best)];
}

/** About how wide a text is, in the widest of the usual faces: nobody measures text before a page is opened. */
export function textWidth(text: string, size: number): number {
  let ems = 0;
  for (const character of text) ems += emsOf(character);
  return ems * size;
}

function emsOf(character: string): number {
  if (/[iljtfrI.,:;|!'()[\]{}\s]/.test(character)) return 0.4;
  if (/[mwMW@%—…]/.test(character)) return 0.97;
  if (/[A-Z_&<>=+~#]/.test(character)) return 0.74;
  if (/[\u0020-\u024f]/.test(character)) return 0.63;
  if (/\p{M}|\p{Cf}/u.test(character)) return 0;
  return /[\u0250-\u1fff]/.test(character) ? 0.72 : 1.06;
}
