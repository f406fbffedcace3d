import { type Cells, configuration } from "./cells.js";
import { type Fraction, ONE, plus, times } from "./fraction.js";
import type { Value } from "./model.js";

/** A value, or the value of a variable in a world before. */
export type Setting = { readonly to: Value } | { readonly from: { readonly world: number; readonly variable: number } };

/** A world of a question, by index of the variables. `worlds[0]` is the factual one; a world takes values only from worlds before it. */
export interface OracleWorld {
  readonly set: ReadonlyMap<number, Setting>;
  /** Variables that the question, or another world's setting, looks at here. */
  readonly looked: ReadonlySet<number>;
}

/** One way things can turn out: the value of every variable in every world (only those looked at mean anything). */
export type Outcome = readonly (readonly Value[])[];

type Settings = ReadonlyMap<number, Value>;

interface Draw {
  readonly values: readonly Value[];
  readonly probability: Fraction;
}

/**
 * Enumerates what can happen to one individual in all worlds together, exactly.
 *
 * The worlds that share the factual noise see one vector of noises: its cells are enumerated outermost. Every other world has a vector of
 * its own, on which nothing else depends: all that matters of it is the law of what is looked at there, given what is set there. So that
 * law is made by enumerating the world's own cells, and laws of separate vectors multiply.
 *
 * `plain` does neither that nor skip the noises that cannot matter: each vector's every cell, in every combination. It checks the rest.
 */
export function enumerator(cells: readonly Cells[], worlds: readonly OracleWorld[], plain: boolean) {
  const relevant = plain ? new Set(cells.keys()) : ancestors(cells, worlds);
  const vectors = vectorsOf(cells, relevant);
  const laws = new Map<string, readonly Draw[]>();

  function lawOf(world: number, settings: Settings): readonly Draw[] {
    const key = `${world}: ${configuration([...settings.values()])}`;
    let law = laws.get(key);
    if (law === undefined) {
      const draws = vectors.map(({ at, probability }) => ({ values: solve(cells, at, settings), probability }));
      law = plain ? draws : merged(draws, worlds[world].looked);
      laws.set(key, law);
    }
    return law;
  }

  /** Calls `visit` with every outcome and its probability, in the case of the dial where `shares` says who keeps the factual noise. */
  return (shares: readonly boolean[], visit: (outcome: Outcome, probability: Fraction) => void): void => {
    const step = (before: Outcome, probability: Fraction, factual: readonly number[] | undefined): void => {
      const world = before.length;
      if (world === worlds.length) {
        visit(before, probability);
        return;
      }
      const settings = settingsOf(worlds[world], before);
      const draws =
        factual !== undefined && shares[world]
          ? [{ values: solve(cells, factual, settings), probability: ONE }]
          : lawOf(world, settings);
      for (const draw of draws) step([...before, draw.values], times(probability, draw.probability), factual);
    };
    // A factual vector that no other world keeps is like any other.
    if (!plain && shares.filter((kept) => kept).length === 1) step([], ONE, undefined);
    else for (const { at, probability } of vectors) step([], probability, at);
  };
}

/** Every combination of cells (by variable) of the noises that matter, with its probability. The others stay in their first cell. */
function vectorsOf(
  cells: readonly Cells[],
  relevant: ReadonlySet<number>,
): readonly { readonly at: readonly number[]; readonly probability: Fraction }[] {
  let vectors: { at: number[]; probability: Fraction }[] = [{ at: [], probability: ONE }];
  for (const [variable, { widths }] of cells.entries()) {
    vectors = vectors.flatMap(({ at, probability }) =>
      relevant.has(variable)
        ? widths.map((width, cell) => ({ at: [...at, cell], probability: times(probability, width) }))
        : [{ at: [...at, 0], probability }],
    );
  }
  return vectors;
}

/** The values of all variables of a world, from its noise and what is set in it. */
function solve(cells: readonly Cells[], at: readonly number[], settings: Settings): readonly Value[] {
  const values: Value[] = [];
  for (const [variable, { parents, values: table }] of cells.entries()) {
    const set = settings.get(variable);
    if (set !== undefined) values.push(set);
    else {
      const row = table.get(configuration(parents.map((parent) => values[parent])));
      if (row === undefined) throw new RangeError(`variable ${variable} is asked for unlisted values of its parents`);
      values.push(row[at[variable]]);
    }
  }
  return values;
}

function settingsOf(world: OracleWorld, before: Outcome): Settings {
  return new Map(
    [...world.set].map(([variable, one]) => [
      variable,
      "to" in one ? one.to : before[one.from.world][one.from.variable],
    ]),
  );
}

/** Adds up the draws that look the same. */
function merged(draws: readonly Draw[], looked: ReadonlySet<number>): readonly Draw[] {
  const found = new Map<string, Draw>();
  for (const { values, probability } of draws) {
    const key = configuration([...looked].map((variable) => values[variable]));
    const same = found.get(key);
    found.set(key, { values, probability: same === undefined ? probability : plus(same.probability, probability) });
  }
  return [...found.values()];
}

/** What is looked at somewhere, and all that it can depend on. */
function ancestors(cells: readonly Cells[], worlds: readonly OracleWorld[]): ReadonlySet<number> {
  const found = new Set(worlds.flatMap(({ looked }) => [...looked]));
  for (const variable of found) for (const parent of cells[variable].parents) found.add(parent);
  return found;
}
