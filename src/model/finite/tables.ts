import type { UnitType } from "../model.js";
import type { Coupling } from "../request.js";
import { forParents, type Surroundings } from "./domains.js";
import { cellsOf, type Factor } from "./factor.js";

/** A configuration for which a mechanism is none: a probability outside [0, 1], weights that cannot be shared out. */
export interface Offence {
  readonly variable: number;
  readonly unit: number;
  /** Values of all variables, of which only the parents' are meant. */
  readonly variables: Float64Array;
}

/** The part of a network that one elimination needs. */
export interface Slice extends Surroundings {
  /** Places in each node's `values` that the evidence leaves possible. */
  readonly held: readonly (readonly number[])[];
  readonly coupling: Coupling;
}

/** Nodes that share one noise, and the variables their table stands over. */
export interface NoiseGroup {
  readonly members: readonly number[];
  readonly scope: readonly number[];
  /**
   * Too many cells for one table over all members: then the cell of the noise is a variable of its own, numbered here, and each
   * member has a table beside it.
   */
  readonly cell?: { readonly node: number; readonly card: number };
}

/** Above this many cells, worlds that share a noise are tied through the noise's cells instead of by one joint table. */
const JOINT_CELLS = 4096;

/** Groups the needed nodes by noise. `cards` is extended with the cells of noises that need them. */
export function noiseGroups(slice: Slice, needed: readonly number[], cards: number[]): readonly NoiseGroup[] {
  const byNoise = new Map<number, number[]>();
  for (const node of needed) {
    const members = byNoise.get(slice.nodes[node].noise) ?? [];
    byNoise.set(slice.nodes[node].noise, members);
    members.push(node);
  }
  return [...byNoise.values()].map((members) => {
    const scope = [...new Set(members.flatMap((node) => [...slice.nodes[node].above, node]))].sort((a, b) => a - b);
    const fixed = slice.nodes[members[0]].division.value !== undefined;
    if (members.length === 1 || fixed || slice.coupling.kind === "arms" || cellsOf(scope, cards) <= JOINT_CELLS) {
      return { members, scope };
    }
    let card = 1;
    for (const member of members) {
      const { above, division } = slice.nodes[member];
      card += cellsOf(above, cards) * (division.values!.length - 1);
    }
    const node = cards.push(card) - 1;
    return { members, scope, cell: { node, card } };
  });
}

/** The scopes of the tables that `groupFactors` will make. */
export function groupScopes(slice: Slice, { members, scope, cell }: NoiseGroup): readonly (readonly number[])[] {
  if (cell === undefined) {
    const fixed = slice.nodes[members[0]].division.value !== undefined;
    return fixed ? members.map((node) => [...slice.nodes[node].above, node]) : [scope];
  }
  return [[cell.node], ...members.map((node) => [...slice.nodes[node].above, node, cell.node])];
}

/** The tables of one noise's nodes for a block of units. */
export function groupFactors(
  slice: Slice,
  group: NoiseGroup,
  cards: ArrayLike<number>,
  units: readonly UnitType[],
  offences: Offence[],
): readonly Factor[] {
  const { members, cell } = group;
  if (slice.nodes[members[0]].division.value !== undefined) {
    return members.map((node) => fixedTable(slice, node, cards, units));
  }
  const divided = members.map((node) => divide(slice, node, cards, units, offences));
  if (members.length === 1) return [{ scope: divided[0].scope, data: divided[0].width }];
  if (cell !== undefined) return throughCells(divided, cell, cards, units.length);
  return [jointTable(slice, divided, group.scope, cards, units.length)];
}

/** P(node | parents) of an `equals` node: 1 where the value is the formula's. */
function fixedTable(slice: Slice, index: number, cards: ArrayLike<number>, units: readonly UnitType[]): Factor {
  const node = slice.nodes[index];
  const scope = [...node.above, index];
  const data = new Float64Array(cellsOf(scope, cards) * units.length);
  const held = slice.held[index];
  const value = node.division.value!;
  forParents(
    slice,
    node,
    (one) => slice.held[one],
    (variables, row) => {
      for (let unit = 0; unit < units.length; unit++) {
        const is = value(variables, units[unit].attributes);
        const place = held.findIndex((one) => Object.is(node.values[one], is) || node.values[one] === is);
        if (place >= 0) data[(row * held.length + place) * units.length + unit] = 1;
      }
    },
  );
  return { scope, data };
}

/** Ends and widths of a node's intervals: tables over its parents and itself. */
interface Divided {
  readonly node: number;
  readonly scope: readonly number[];
  readonly low: Float64Array;
  readonly high: Float64Array;
  readonly width: Float64Array;
}

function divide(
  slice: Slice,
  index: number,
  cards: ArrayLike<number>,
  units: readonly UnitType[],
  offences: Offence[],
): Divided {
  const node = slice.nodes[index];
  const scope = [...node.above, index];
  const size = cellsOf(scope, cards) * units.length;
  const out = { low: new Float64Array(size), high: new Float64Array(size), width: new Float64Array(size) };
  const arity = node.values.length;
  const ends = { low: new Float64Array(arity), high: new Float64Array(arity), width: new Float64Array(arity) };
  const held = slice.held[index];
  forParents(
    slice,
    node,
    (one) => slice.held[one],
    (variables, row) => {
      for (let unit = 0; unit < units.length; unit++) {
        if (!node.division.divide(variables, units[unit].attributes, ends)) {
          // Its cells stay 0; whether anybody gets there is found out afterwards.
          offences.push({ variable: node.variable, unit, variables: variables.slice() });
          continue;
        }
        for (let k = 0; k < held.length; k++) {
          const cell = (row * held.length + k) * units.length + unit;
          out.low[cell] = ends.low[held[k]];
          out.high[cell] = ends.high[held[k]];
          out.width[cell] = ends.width[held[k]];
        }
      }
    },
  );
  return { node: index, scope, ...out };
}

/** Walks over all cells of a table over `scope`; what it yields is one and the same array, the place of each variable. */
function* cellsIn(scope: readonly number[], cards: ArrayLike<number>): Generator<readonly number[]> {
  const counter = scope.map(() => 0);
  for (let cell = cellsOf(scope, cards); cell > 0; cell--) {
    yield counter;
    for (let digit = counter.length - 1; digit >= 0; digit--) {
      if (++counter[digit] < cards[scope[digit]]) break;
      counter[digit] = 0;
    }
  }
}

/**
 * P(all members' values | all their parents): the width of the intersection of their intervals, one noise being in all of them (coupling 1);
 * for potential outcomes, a product over unlike configurations of the parents, like ones agreeing (THEORY 2.8).
 */
function jointTable(
  slice: Slice,
  divided: readonly Divided[],
  scope: readonly number[],
  cards: ArrayLike<number>,
  units: number,
): Factor {
  const data = new Float64Array(cellsOf(scope, cards) * units);
  const digits = divided.map((one) => one.scope.map((node) => scope.indexOf(node)));
  const at = new Int32Array(divided.length);
  let cell = 0;
  for (const counter of cellsIn(scope, cards)) {
    divided.forEach((one, m) => {
      at[m] = one.scope.reduce((place, node, i) => place * cards[node] + counter[digits[m][i]], 0);
    });
    const alike = slice.coupling.kind === "arms" ? firstsAlike(slice, divided, scope, counter) : undefined;
    for (let unit = 0; unit < units; unit++) {
      data[cell * units + unit] =
        alike === undefined ? overlap(divided, at, units, unit) : independent(divided, at, alike, units, unit);
    }
    cell++;
  }
  return { scope, data };
}

/** Length of the intersection of the members' intervals. */
function overlap(divided: readonly Divided[], at: Int32Array, units: number, unit: number): number {
  let low = 0;
  let high = 1;
  for (let m = 0; m < divided.length; m++) {
    const place = at[m] * units + unit;
    low = Math.max(low, divided[m].low[place]);
    high = Math.min(high, divided[m].high[place]);
  }
  return cellWidth(low, high);
}

/**
 * Width of a cell of the noise between two thresholds. Thresholds that agree to the last digits or so are one: 0.1 + 0.2 in one world and 0.3
 * in another must not make a possible event of their difference. (Relative, since a cell that begins at 0 may honestly be tiny.)
 */
function cellWidth(low: number, high: number): number {
  return high - low > 1e-15 * high ? high - low : 0;
}

/** Product over the members that are the first with their parents' configuration; 0 when like members disagree. */
function independent(
  divided: readonly Divided[],
  at: Int32Array,
  firsts: readonly number[],
  units: number,
  unit: number,
): number {
  let product = 1;
  for (let m = 0; m < divided.length; m++) {
    if (firsts[m] < 0) return 0;
    if (firsts[m] === m) product *= divided[m].width[at[m] * units + unit];
  }
  return product;
}

/**
 * For each member, the first member whose parents have the same values; -1 when that one has another value itself (like parents, unlike
 * values: impossible).
 */
function firstsAlike(
  slice: Slice,
  divided: readonly Divided[],
  scope: readonly number[],
  counter: readonly number[],
): readonly number[] {
  const valueAt = (node: number) => slice.nodes[node].values[slice.held[node][counter[scope.indexOf(node)]]];
  const parents = divided.map(({ node }) =>
    slice.nodes[node].parents.map((source) => ("value" in source ? source.value : valueAt(source.node))),
  );
  return divided.map(({ node }, m) => {
    const first = parents.findIndex((values) => values.every((value, i) => value === parents[m][i]));
    return valueAt(divided[first].node) === valueAt(node) ? first : -1;
  });
}

/** The noise's cells as a variable: its widths, and for each member whether the cell lies in the member's interval. */
function throughCells(
  divided: readonly Divided[],
  cell: { readonly node: number; readonly card: number },
  cards: ArrayLike<number>,
  units: number,
): readonly Factor[] {
  const { card } = cell;
  const widths = new Float64Array(card * units);
  const middles = new Float64Array(card * units).fill(Number.NaN);
  for (let unit = 0; unit < units; unit++) {
    const cuts = new Set<number>([0, 1]);
    for (const { low, high } of divided) {
      for (let place = unit; place < low.length; place += units) cuts.add(low[place]).add(high[place]);
    }
    const sorted = [...cuts].sort((a, b) => a - b);
    for (let k = 0; k + 1 < sorted.length; k++) {
      widths[k * units + unit] = cellWidth(sorted[k], sorted[k + 1]);
      middles[k * units + unit] = sorted[k] + (sorted[k + 1] - sorted[k]) / 2;
    }
  }
  const members = divided.map(({ scope, low, high }) => {
    const data = new Float64Array(cellsOf(scope, cards) * card * units);
    for (let place = 0; place * units < low.length; place++) {
      for (let k = 0; k < card; k++) {
        for (let unit = 0; unit < units; unit++) {
          const middle = middles[k * units + unit];
          const end = place * units + unit;
          if (middle >= low[end] && middle < high[end]) data[(place * card + k) * units + unit] = 1;
        }
      }
    }
    return { scope: [...scope, cell.node], data };
  });
  return [{ scope: [cell.node], data: widths }, ...members];
}
