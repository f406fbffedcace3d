import type { Model } from "../model.js";
import { buildModel } from "./build.js";
import { collectDefects, type Defect, type Defects, defectsError } from "./defects.js";
import { type JsonResult, jsonOfValue, readJson } from "./json.js";

export interface ReadOptions {
  /** What errors call the model: the name of its file, for instance. "model" when absent. */
  readonly name?: string;
}

/**
 * Reads a model file (DESIGN 4.1): checks it and makes the model of it, deeply frozen. Parents before children are found, names resolved,
 * weights normalised, the values that variables can take listed. A continuous population whose attributes are all discrete becomes a list
 * of types. Cost: O(text) and, where laws must be checked case by case, a bounded amount (a second or so in the worst case).
 * @throws DiscoError with all defects of the file, each with its place, line and column
 */
export function readModel(text: string, options: ReadOptions = {}): Model {
  return made(readJson(text), collectDefects(text), text, options);
}

/**
 * The model of a file that was parsed already, or put together by a program (`defineModel` knows its types). As `readModel`, but for lines
 * and columns, which a value does not have.
 * @throws DiscoError with all defects, each with its place
 */
export function modelOf(file: unknown, options: ReadOptions = {}): Model {
  return made(jsonOfValue(file), collectDefects(), undefined, options);
}

/**
 * What is wrong with a model file, in the order of the text; empty when `readModel` reads it. At most two hundred are listed. Cost: as
 * `readModel`.
 */
export function checkModel(text: string): readonly Defect[] {
  const defects = collectDefects(text);
  build(readJson(text), defects, text);
  return defects.list();
}

function made(result: JsonResult, defects: Defects, text: string | undefined, { name = "model" }: ReadOptions): Model {
  const model = build(result, defects, text);
  if (model === undefined) throw defectsError(name, defects.list(), defects.count());
  return model;
}

function build(result: JsonResult, defects: Defects, text: string | undefined): Model | undefined {
  if ("json" in result) return buildModel(result.json, { defects, ...(text === undefined ? {} : { text }) });
  const { at, wrong, next } = result.trouble;
  defects.add({ path: "", at }, { wrong, next });
  return undefined;
}
