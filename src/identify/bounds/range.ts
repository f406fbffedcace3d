import type { Range } from "../../query/answer.js";
import type { Fraction } from "./fraction.js";
import { Unsolved } from "./limits.js";
import { fractionProgram, lawProgram, type Unknown } from "./program.js";
import type { LinearProgram, Solve } from "./solver.js";

/** Probabilities up to this are taken to be 0: what is left of rounding. */
const NOTHING = 1e-12;

/** The ends of what a question may be, over all unknown laws that give what is observed. */
export interface Reach {
  readonly range: Range;
  /** The least that the probability of what is given may be. */
  readonly given: number;
}

/**
 * The range of a fraction; "infeasible" where no laws give what is observed, "impossible" where what is given has probability 0 in all that
 * do.
 * @throws Unsolved
 */
export function reachOf(
  solve: Solve,
  unknowns: readonly Unknown[],
  { known, top, bottom }: Fraction,
): Reach | "infeasible" | "impossible" {
  const ends = (program: LinearProgram): Range | undefined => {
    const found = solve(program, ["least", "most"]);
    return found === "infeasible" ? undefined : [found[0].value, found[1].value];
  };
  // A law of nothing: each type does something that was never seen.
  if (unknowns.some(({ columns }) => columns.length === 0)) return "infeasible";
  if (bottom.products.size === 0) {
    const found = ends(lawProgram(unknowns, (column) => column.top));
    const value = (end: number) => known + (top.constant + end) / bottom.constant;
    return found === undefined
      ? "infeasible"
      : { range: inOrder(value(found[0]), value(found[1])), given: bottom.constant };
  }
  const given = ends(lawProgram(unknowns, (column) => column.bottom));
  if (given === undefined) return "infeasible";
  if (bottom.constant + given[1] <= NOTHING) return "impossible";
  const found = ends(fractionProgram(unknowns, { top: top.constant, bottom: bottom.constant }));
  if (found === undefined) throw new Unsolved("What is given is too rare for the linear program.");
  return { range: inOrder(known + found[0], known + found[1]), given: Math.max(0, bottom.constant + given[0]) };
}

/** Ends that rounding has crossed are one point. There is no -0. */
function inOrder(low: number, high: number): Range {
  const middle = (low + high) / 2;
  return low <= high ? [low + 0, high + 0] : [middle + 0, middle + 0];
}
