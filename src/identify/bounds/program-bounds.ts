import type { Range } from "../../query/answer.js";
import type { Instance } from "../instance.js";
import { blocksOf } from "./blocks.js";
import { constraintsOf } from "./constraints.js";
import { contradictionText, nearestTo } from "./contradiction.js";
import { fractionOf, gainsOf } from "./fraction.js";
import { type Limits, tooManyTypes, Unsolved } from "./limits.js";
import type { Unknown } from "./program.js";
import { reachOf } from "./range.js";
import { givenUp, rare, unseen } from "./remarks.js";
import type { Bounds } from "./result.js";
import { SAME, sharperBounds } from "./sharper.js";
import { type LoadHighs, loaded, withSolver } from "./solver.js";
import type { Space } from "./space.js";
import { type Stratum, strataOf } from "./strata.js";
import { type Monotone, responseTypes } from "./types.js";

/** A block of districts whose law is unknown, in strata. */
interface Part {
  readonly block: ReadonlySet<number>;
  readonly strata: readonly Stratum[];
}

/** A law that is nearer to one that fits than this (the sum of absolute differences) misses it by rounding. */
const ROUNDING = 1e-9;

const IMPOSSIBLE: Bounds = {
  reason: "What is given has probability 0 in every model that fits the graph and the data.",
};

const IMPRECISE: Bounds = { reason: "The linear program could not be solved to the precision of the data." };

/**
 * The bounds of a question by linear programming over response types (A. Balke and J. Pearl, JASA 92, 1997; M. Sachs, G. Jonzon, A. Sjölander
 * and E. Gabriel, JCGS 32, 2023), of the unidentified districts alone: identified factors are numbers.
 * @throws Unsolved
 */
export async function programBounds(
  space: Space,
  instance: Instance,
  limits: Limits,
  load: LoadHighs,
): Promise<Bounds> {
  const fraction = fractionOf(space, instance);
  const { known, top, bottom } = fraction;
  const blocks = blocksOf(space, [top, bottom]);
  if (bottom.products.size === 0 && bottom.constant === 0) return IMPOSSIBLE;
  if (blocks.length === 0) {
    const value = known + top.constant / bottom.constant;
    return { bounds: [value, value], method: "formula", sharp: true, sharper: [], warnings: [] };
  }
  const observed = blocks.map((block): Part => {
    const constraints = constraintsOf(space, block, limits);
    return { block, strata: strataOf(space, constraints, gainsOf(block, fraction)) };
  });
  const laws = unknownsOf(space, observed, limits);
  return withSolver(await loaded(load), limits.budget, (solve): Bounds => {
    let parts = observed;
    let found = reachOf(solve, laws, fraction);
    if (found === "infeasible") {
      const nearest = observed.map(({ block, strata }) => ({ block, ...nearestTo(space, strata, solve, limits) }));
      const worst = nearest.reduce((one, other) => (other.change > one.change ? other : one));
      if (worst.change > ROUNDING) return { reason: contradictionText(space, worst.block, worst.change) };
      parts = nearest;
      found = reachOf(solve, unknownsOf(space, parts, limits), fraction);
    }
    if (typeof found === "string") return found === "impossible" ? IMPOSSIBLE : IMPRECISE;
    const { range } = found;
    // Ends that meet are sharp, whatever was given up.
    const gaveUp = range[1] - range[0] > SAME ? blocks.flatMap((block) => givenUp(space, block)) : [];
    const sharper = sharperBounds(space, instance, new Set(blocks.flatMap((block) => [...block])), range, (monotone) =>
      rangeUnder(() => reachOf(solve, unknownsOf(space, parts, limits, monotone), fraction)),
    );
    return {
      bounds: range,
      method: "linear program over response types",
      sharp: gaveUp.length === 0,
      sharper,
      warnings: [...gaveUp, ...parts.flatMap(({ strata }) => unseen(space, strata)), ...rare(found)],
    };
  });
}

function unknownsOf(space: Space, parts: readonly Part[], limits: Limits, monotone?: Monotone): readonly Unknown[] {
  let types = 0;
  return parts.flatMap(({ block, strata }) => {
    const bound = monotone !== undefined && block.has(monotone.node) ? { monotone } : {};
    return strata.map(({ constraints, gains }) => {
      const columns = responseTypes(space, constraints, gains, limits, bound);
      types += columns.length;
      if (types > limits.mostTypes) throw tooManyTypes(limits);
      return { constraints, columns };
    });
  });
}

/** The range under an assumption; undefined where the data contradict it, or it takes too long: the bounds stand without it. */
function rangeUnder(reach: () => ReturnType<typeof reachOf>): Range | undefined {
  try {
    const found = reach();
    return typeof found === "string" ? undefined : found.range;
  } catch (error) {
    if (error instanceof Unsolved) return undefined;
    throw error;
  }
}
