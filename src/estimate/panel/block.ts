import type { Panel } from "./panel.js";

/** A panel whose treated units all start in one period: outcomes row-major units x times, the first `before` periods untreated. */
export interface Block {
  readonly times: number;
  readonly before: number;
  readonly controls: number;
  readonly control: Float64Array;
  readonly treatedUnits: number;
  readonly treated: Float64Array;
}

/** Weights of the control units and of the periods before treatment; each sums to 1 (or the periods' are all 0: levels are not differenced). */
export interface BlockWeights {
  readonly omega: Float64Array;
  readonly lambda: Float64Array;
}

/** How a method finds its weights in a block. `start`: weights of a like block, where to begin. */
export type Weigh = (block: Block, start?: BlockWeights) => BlockWeights;

/** The block in a panel of never-treated units and of treated units with one start after the first period; undefined for several starts. */
export function blockOf({ y, start, times }: Panel): Block | undefined {
  const periods = times.length;
  const treated = Array.from(start.keys()).filter((u) => start[u] < periods);
  const control = Array.from(start.keys()).filter((u) => start[u] === periods);
  if (treated.length === 0 || control.length === 0 || treated.some((u) => start[u] !== start[treated[0]]))
    return undefined;
  return {
    times: periods,
    before: start[treated[0]],
    controls: control.length,
    control: rowsOf(y, control, periods),
    treatedUnits: treated.length,
    treated: rowsOf(y, treated, periods),
  };
}

/** Some rows of a row-major matrix. */
export function rowsOf(y: Float64Array, rows: ArrayLike<number>, width: number): Float64Array {
  const out = new Float64Array(rows.length * width);
  for (let i = 0; i < rows.length; i++) out.set(y.subarray(rows[i] * width, (rows[i] + 1) * width), i * width);
  return out;
}

/** Average of the rows, by column; with weights their weighted sum. */
export function averageRows(y: Float64Array, rows: number, width: number, weight?: Float64Array): Float64Array {
  const out = new Float64Array(width);
  for (let i = 0; i < rows; i++) {
    const w = weight ? weight[i] : 1 / rows;
    if (w !== 0) for (let t = 0; t < width; t++) out[t] += w * y[i * width + t];
  }
  return out;
}

/** The treated's average and the weighted controls over time, the latter moved so that the weighted periods before agree; and the effect. */
export interface BlockEffect {
  readonly value: number;
  readonly treated: Float64Array;
  readonly control: Float64Array;
}

/**
 * The effect under given weights (Arkhangelsky et al. 2021, the last line of algorithm 1 as a double difference): the average gap between the treated and the weighted
 * controls after the start, less the weighted gap before it. Cost: O(units x times).
 */
export function blockEffect(block: Block, { omega, lambda }: BlockWeights): BlockEffect {
  const { times, before } = block;
  const treated = averageRows(block.treated, block.treatedUnits, times);
  const control = averageRows(block.control, block.controls, times, omega);
  let shift = 0;
  for (let t = 0; t < before; t++) shift += lambda[t] * (treated[t] - control[t]);
  let gap = 0;
  for (let t = before; t < times; t++) gap += treated[t] - control[t] - shift;
  return { value: gap / (times - before), treated, control: control.map((value) => value + shift) };
}

/** Root mean square gap between the treated and what they are held against, before the start. */
export function fitBefore({ treated, control }: BlockEffect, before: number): number {
  let square = 0;
  for (let t = 0; t < before; t++) square += (treated[t] - control[t]) ** 2;
  return Math.sqrt(square / before);
}

/** Standard deviation of the controls' changes from one period to the next, before the start (`noise.level` of synthdid); NaN for one change or none. */
export function noiseOf({ control, controls, times, before }: Block): number {
  let sum = 0;
  let square = 0;
  const count = controls * (before - 1);
  const change = (i: number, t: number) => control[i * times + t] - control[i * times + t - 1];
  for (let i = 0; i < controls; i++) for (let t = 1; t < before; t++) sum += change(i, t);
  for (let i = 0; i < controls; i++) for (let t = 1; t < before; t++) square += (change(i, t) - sum / count) ** 2;
  return count < 2 ? Number.NaN : Math.sqrt(square / (count - 1));
}
