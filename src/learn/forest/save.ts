import { DiscoError } from "../../error.js";
import { crc32 } from "./crc.js";
import type { EffectForest } from "./effect-forest.js";
import type { Packed } from "./packed.js";
import { flawOf } from "./sound.js";

// Bytes 0-7 MAGIC, 8-11 version, 12-15 CRC-32 of all that follows, 16-23 size of the whole (a double), 24-27 length of the head in bytes,
// from 28 the head (JSON, UTF-8: everything but the arrays, and their lengths), then the arrays in the order of ARRAYS, each from a
// multiple of 8. Numbers are little-endian, as in every engine that this runs in.
const MAGIC = "DISCOFOR";
const VERSION = 1;
const HEAD = 28;

const ARRAYS = {
  nodeStart: Int32Array,
  leafStart: Int32Array,
  setStart: Int32Array,
  right: Int32Array,
  setRight: Int32Array,
  split: Uint16Array,
  threshold: Uint8Array,
  sets: Uint8Array,
  leaves: Float64Array,
} as const;
type ArrayName = keyof typeof ARRAYS;
const NAMES = Object.keys(ARRAYS) as ArrayName[];

const padded = (length: number) => 8 * Math.ceil(length / 8);

/** A forest of effects as the bytes of one file. Cost: O(size). */
export function saveForest({ packed, scheme, overall }: EffectForest): Uint8Array {
  const features = scheme.features.map(({ column, rule }) =>
    rule.kind === "numeric"
      ? { column, largest: [...rule.largest] }
      : { column, levels: rule.levels, binOfLevel: [...rule.binOfLevel] },
  );
  const lengths = Object.fromEntries(NAMES.map((name) => [name, packed[name].length]));
  const { kind, trees, bag } = packed;
  const text = JSON.stringify({ kind, trees, bag, overall, columns: scheme.columns, features, lengths });
  const head = new TextEncoder().encode(text);
  const size = NAMES.reduce((sum, name) => sum + padded(packed[name].byteLength), padded(HEAD + head.length));
  const bytes = new Uint8Array(size);
  const view = new DataView(bytes.buffer);
  for (let i = 0; i < 8; i++) bytes[i] = MAGIC.charCodeAt(i);
  view.setUint32(8, VERSION, true);
  view.setFloat64(16, size, true);
  view.setUint32(24, head.length, true);
  bytes.set(head, HEAD);
  let at = padded(HEAD + head.length);
  for (const name of NAMES) {
    const { buffer, byteOffset, byteLength } = packed[name];
    bytes.set(new Uint8Array(buffer, byteOffset, byteLength), at);
    at += padded(byteLength);
  }
  view.setUint32(12, crc32(bytes.subarray(16)), true);
  return bytes;
}

function refuse(wrong: string, next: string, given?: string): DiscoError {
  return new DiscoError({ who: "forest file", wrong, ...(given === undefined ? {} : { given }), next });
}

/**
 * The forest that `saveForest` wrote. Throws, and never returns a part, where the bytes are something else, were cut short, were damaged, are of a
 * newer version, or describe trees that no walk would come out of. Cost: O(size).
 */
export function loadForest(bytes: Uint8Array): EffectForest {
  const again = "save the forest again, or give the file that `saveForest` wrote";
  const magic = String.fromCharCode(...bytes.subarray(0, 8));
  if (magic !== MAGIC) throw refuse("this is not a forest", again, `${bytes.length} bytes`);
  if (bytes.length < HEAD) throw refuse("the file was cut short", again, `${bytes.length} bytes`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const version = view.getUint32(8, true);
  if (version !== VERSION) {
    const wrong = version > VERSION ? "the file is of a newer version than this program" : "there is no such version";
    throw refuse(
      wrong,
      `use a newer program, or save the forest with this one (version ${VERSION})`,
      `version ${version}`,
    );
  }
  const size = view.getFloat64(16, true);
  if (size !== bytes.length) {
    const wrong = bytes.length < size ? "the file was cut short" : "the file's size is not the one it was saved with";
    throw refuse(wrong, again, `${bytes.length} bytes of ${size}`);
  }
  if (crc32(bytes.subarray(16)) !== view.getUint32(12, true))
    throw refuse("the file is damaged: its checksum is another", again);
  const found = read(bytes, view);
  const flaw = typeof found === "string" ? found : flawOf(found);
  if (flaw !== undefined) throw refuse(`the file describes no forest: ${flaw}`, again);
  return found as EffectForest;
}

/** What the head says, before anything of it is believed. */
interface Head {
  readonly kind: unknown;
  readonly trees: unknown;
  readonly bag: unknown;
  readonly overall: unknown;
  readonly columns: unknown;
  readonly features: unknown;
  readonly lengths: unknown;
}

/** The forest, or what keeps the head from describing one. */
function read(bytes: Uint8Array, view: DataView): EffectForest | string {
  const length = view.getUint32(24, true);
  if (HEAD + length > bytes.length) return "its head is longer than the file";
  let head: Head;
  try {
    head = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes.subarray(HEAD, HEAD + length)));
  } catch {
    return "its head is not JSON";
  }
  if (typeof head !== "object" || head === null) return "its head is empty";
  const { kind, trees, bag, overall, columns, features, lengths } = head;
  if (kind !== "effect" || !isCount(trees) || !isCount(bag) || typeof overall !== "number")
    return "its head lacks a number";
  const scheme = readScheme(columns, features);
  if (scheme === undefined) return "its covariates are not described";
  if (typeof lengths !== "object" || lengths === null) return "its sizes are not given";
  const parts: Partial<Record<ArrayName, unknown>> = {};
  let at = padded(HEAD + length);
  for (const name of NAMES) {
    const count = (lengths as Record<string, unknown>)[name];
    const make = ARRAYS[name];
    if (!isCount(count) || at + padded(count * make.BYTES_PER_ELEMENT) > bytes.length)
      return "its sizes do not fit the file";
    const array = new make(count);
    new Uint8Array(array.buffer).set(bytes.subarray(at, at + array.byteLength));
    parts[name] = array;
    at += padded(array.byteLength);
  }
  if (at !== bytes.length) return "its sizes do not fit the file";
  const packed: Packed = { kind: "effect", trees, bag, ...(parts as unknown as Pick<Packed, ArrayName>) };
  return { packed, scheme, overall };
}

function isCount(value: unknown): value is number {
  return typeof value === "number" && Number.isInteger(value) && value >= 0 && value <= 2 ** 40;
}

const isNumbers = (value: unknown): value is number[] =>
  Array.isArray(value) && value.every((one) => typeof one === "number");
const isTexts = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((one) => typeof one === "string");

function readScheme(columns: unknown, features: unknown): EffectForest["scheme"] | undefined {
  if (!Array.isArray(columns) || !Array.isArray(features)) return undefined;
  const known: { name: string; kind: "numeric" | "categorical" }[] = [];
  for (const column of columns) {
    const { name, kind } = (column ?? {}) as Record<string, unknown>;
    if (typeof name !== "string" || (kind !== "numeric" && kind !== "categorical")) return undefined;
    known.push({ name, kind });
  }
  const rules: EffectForest["scheme"]["features"][number][] = [];
  for (const feature of features) {
    const { column, largest, levels, binOfLevel } = (feature ?? {}) as Record<string, unknown>;
    if (!isCount(column) || column >= known.length) return undefined;
    if (isNumbers(largest) && known[column].kind === "numeric" && largest.length <= 255) {
      rules.push({ column, rule: { kind: "numeric", largest: Float64Array.from(largest) } });
    } else if (isTexts(levels) && isNumbers(binOfLevel) && known[column].kind === "categorical") {
      if (levels.length !== binOfLevel.length) return undefined;
      rules.push({ column, rule: { kind: "categorical", levels, binOfLevel: Uint8Array.from(binOfLevel) } });
    } else return undefined;
  }
  return { columns: known, features: rules };
}
