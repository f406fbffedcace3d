import { exponentOf, scalb } from "../../num/elementary.js";
import type { UnitType } from "../model.js";
import type { Unable } from "../request.js";
import { sizeWords } from "./domains.js";
import { cellsOf, type Factor, sumProduct } from "./factor.js";
import { eliminationOrder } from "./order.js";
import { groupFactors, groupScopes, noiseGroups, type Offence, type Slice } from "./tables.js";

/** Tables of more than 2 to this many cells (for one unit) are refused: about 64 MB. */
const MOST_BITS = 23;
/** Cells times units that one block of units may take. */
const BLOCK_CELLS = 2 ** 18;

/** Sum over everything but `kept`, for each unit: `data[cell * units + unit] * 2 ** exponents[unit]`. */
export interface Marginal {
  readonly scope: readonly number[];
  readonly data: Float64Array;
  /** Binary exponents, so that long evidence does not underflow. */
  readonly exponents: Float64Array;
}

/**
 * P(kept, evidence; u) for all units, by variable elimination over the nodes in `needed` (closed under parents).
 * Cost: the largest table of the elimination order, times units, times nodes.
 */
export function eliminate(
  slice: Slice,
  needed: readonly number[],
  kept: readonly number[],
  units: readonly UnitType[],
  offences: Offence[],
): Marginal | Unable {
  const cards: number[] = slice.held.map((places) => places.length);
  const groups = noiseGroups(slice, needed, cards);
  const scopes = groups.flatMap((group) => [...groupScopes(slice, group)]);
  const { order, largest, at } = eliminationOrder(scopes, cards, new Set(kept));
  if (largest > MOST_BITS) return tooLarge(slice, largest, at);
  const scope = [...kept].sort((a, b) => a - b);
  const data = new Float64Array(cellsOf(scope, cards) * units.length);
  const exponents = new Float64Array(units.length);
  const block = Math.max(1, Math.min(units.length, Math.floor(BLOCK_CELLS / 2 ** largest)));
  for (let from = 0; from < units.length; from += block) {
    const some = units.slice(from, from + block);
    const found: Offence[] = [];
    const factors = groups.flatMap((group) => [...groupFactors(slice, group, cards, some, found)]);
    for (const { unit, ...offence } of found) offences.push({ ...offence, unit: unit + from });
    const scaled = (factor: Factor) => rescale(factor, some.length, exponents, from);
    // Which tables a variable stands in, so that a long chain is not searched from end to end for each of its links.
    const byNode = new Map<number, Set<Factor>>();
    const left = new Set<Factor>();
    const enter = (factor: Factor) => {
      left.add(factor);
      for (const node of factor.scope) byNode.set(node, (byNode.get(node) ?? new Set()).add(factor));
    };
    factors.forEach(enter);
    for (const node of order) {
      const touched = [...(byNode.get(node) ?? [])];
      for (const factor of touched) {
        left.delete(factor);
        for (const other of factor.scope) byNode.get(other)!.delete(factor);
      }
      enter(combine(touched, node, cards, some.length, scaled));
    }
    const last = left.size > 0 ? combine([...left], -1, cards, some.length, scaled) : ones(some.length);
    for (let cell = 0; cell < last.data.length / some.length; cell++) {
      for (let unit = 0; unit < some.length; unit++) {
        data[cell * units.length + from + unit] = last.data[cell * some.length + unit];
      }
    }
  }
  return { scope, data, exponents };
}

/** So many tables are multiplied before the product is looked at for underflow. */
const AT_ONCE = 8;

/** `sumProduct` of any number of tables, scaled on the way. */
function combine(
  factors: readonly Factor[],
  out: number,
  cards: ArrayLike<number>,
  units: number,
  scaled: (factor: Factor) => void,
): Factor {
  let left = factors;
  while (left.length > AT_ONCE) {
    const product = sumProduct(left.slice(0, AT_ONCE), -1, cards, units);
    scaled(product);
    left = [...left.slice(AT_ONCE), product];
  }
  const product = sumProduct(left, out, cards, units);
  scaled(product);
  return product;
}

function ones(units: number): Factor {
  return { scope: [], data: new Float64Array(units).fill(1) };
}

/** Multiplies a unit's cells by a power of two (which loses no digit) when they have become very small. */
function rescale({ data }: Factor, units: number, exponents: Float64Array, from: number): void {
  for (let unit = 0; unit < units; unit++) {
    let most = 0;
    for (let cell = unit; cell < data.length; cell += units) most = Math.max(most, data[cell]);
    if (most >= 1e-100 || most === 0) continue;
    const exponent = exponentOf(most);
    for (let cell = unit; cell < data.length; cell += units) data[cell] = scalb(data[cell], -exponent);
    exponents[from + unit] += exponent;
  }
}

function tooLarge({ model, nodes }: Slice, largest: number, at: number): Unable {
  const where = at >= 0 && at < nodes.length ? ` around ${model.variables[nodes[at].variable].name}` : "";
  return { unable: `the graph is too dense${where}: a table of ${sizeWords(2 ** largest)} cells would be needed` };
}
