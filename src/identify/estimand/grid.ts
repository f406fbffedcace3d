/**
 * A table over signs, the last of `scope` running fastest, with the way back for derivatives: `back` passes `slope` (of the final number,
 * by entry) on to what the table was made from. An entry without meaning (a fraction 0 / 0) is NaN; nothing times it is nothing.
 */
export interface Grid {
  readonly scope: readonly string[];
  readonly cards: readonly number[];
  readonly data: Float64Array;
  readonly slope: Float64Array;
  readonly back: () => void;
}

/** More entries than this in one table are refused. */
export const MOST_ENTRIES = 2 ** 24;

/** All grids of one evaluation, in the order they were made; slopes flow back through them in reverse. */
export interface Tape {
  readonly grids: Grid[];
  readonly cardOf: (key: string) => number;
}

export class TooManyEntries extends Error {}

/** An empty grid over signs. */
export function gridOver(tape: Tape, scope: readonly string[], back: (grid: Grid) => void): Grid {
  const cards = scope.map(tape.cardOf);
  const size = cards.reduce((product, card) => product * card, 1);
  if (size > MOST_ENTRIES) throw new TooManyEntries();
  const grid: Grid = {
    scope,
    cards,
    data: new Float64Array(size),
    slope: new Float64Array(size),
    back: () => back(grid),
  };
  tape.grids.push(grid);
  return grid;
}

/** One number for all. */
export function constant(tape: Tape, value: number): Grid {
  const grid = gridOver(tape, [], () => {});
  grid.data[0] = value;
  return grid;
}

/** Nothing times what has no meaning is nothing: P(y | x, z) is not needed where P(z) is 0. */
function times(a: number, b: number): number {
  return a === 0 || b === 0 ? 0 : a * b;
}

/** How two numbers are combined, and the slopes of the result by each. */
interface Combination {
  readonly value: (a: number, b: number) => number;
  readonly slopes: (a: number, b: number) => readonly [number, number];
}

const COMBINATIONS = {
  "*": {
    value: times,
    slopes: (a: number, b: number) => [a === 0 && Number.isNaN(b) ? 0 : b, b === 0 && Number.isNaN(a) ? 0 : a],
  },
  "/": {
    value: (a: number, b: number) => (b === 0 ? Number.NaN : a / b),
    slopes: (a: number, b: number) => [1 / b, -a / (b * b)],
  },
  "+": { value: (a: number, b: number) => a + b, slopes: () => [1, 1] },
  "-": { value: (a: number, b: number) => a - b, slopes: () => [1, -1] },
  "^": {
    value: (a: number, b: number) => a ** b,
    slopes: (a: number, b: number) => [b * a ** (b - 1), a > 0 ? a ** b * Math.log(a) : 0],
  },
} as const satisfies Record<string, Combination>;

/** Two grids combined entry by entry, over the signs of both. Cost: entries of the result. */
export function combine(tape: Tape, operator: keyof typeof COMBINATIONS, one: Grid, other: Grid): Grid {
  const { value, slopes } = COMBINATIONS[operator];
  const scope = [...one.scope, ...other.scope.filter((key) => !one.scope.includes(key))];
  const grid = gridOver(tape, scope, ({ slope }) => {
    walk(grid, [one, other], (entry, [i, j]) => {
      if (slope[entry] === 0) return;
      const [first, second] = slopes(one.data[i], other.data[j]);
      one.slope[i] += times(slope[entry], first);
      other.slope[j] += times(slope[entry], second);
    });
  });
  walk(grid, [one, other], (entry, [i, j]) => {
    grid.data[entry] = value(one.data[i], other.data[j]);
  });
  return grid;
}

/** A grid summed over some of its signs. Cost: its entries. */
export function sumOut(tape: Tape, one: Grid, out: readonly string[]): Grid {
  const scope = one.scope.filter((key) => !out.includes(key));
  const grid = gridOver(tape, scope, ({ slope }) => {
    walk(one, [grid], (entry, [i]) => {
      one.slope[entry] += slope[i];
    });
  });
  walk(one, [grid], (entry, [i]) => {
    grid.data[i] += one.data[entry];
  });
  return grid;
}

/** Visits every entry of `over` with the entries of `others` that belong to it. The scope of `over` holds theirs. */
function walk(over: Grid, others: readonly Grid[], visit: (entry: number, at: Int32Array) => void): void {
  const { scope, cards, data } = over;
  const strides = others.map((other) => {
    const steps = new Int32Array(scope.length);
    let stride = 1;
    for (let i = other.scope.length - 1; i >= 0; i--) {
      steps[scope.indexOf(other.scope[i])] = stride;
      stride *= other.cards[i];
    }
    return steps;
  });
  const digits = new Int32Array(scope.length);
  const at = new Int32Array(others.length);
  for (let entry = 0; entry < data.length; entry++) {
    visit(entry, at);
    for (let digit = scope.length - 1; digit >= 0; digit--) {
      const carries = ++digits[digit] === cards[digit];
      for (let o = 0; o < at.length; o++) at[o] += strides[o][digit] * (carries ? 1 - cards[digit] : 1);
      if (!carries) break;
      digits[digit] = 0;
    }
  }
}
