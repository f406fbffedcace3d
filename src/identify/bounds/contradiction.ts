import { namesOf } from "../../graph/graph.js";
import { product, sum } from "../estimand/build.js";
import { evaluate } from "../estimand/evaluate.js";
import { keyOf } from "../estimand/walk.js";
import { measured, signsOf as sumOver } from "../joint.js";
import type { Constraints } from "./constraints.js";
import { type Limits, Unsolved } from "./limits.js";
import { nearestProgram } from "./program.js";
import type { Solve } from "./solver.js";
import { eachCombination, type Space } from "./space.js";
import type { Stratum } from "./strata.js";
import { type Column, responseTypes } from "./types.js";

/** The nearest law that some law of response types gives. */
export interface Nearest {
  /** The sum of absolute differences from what was observed, the laws of other districts left as they are. */
  readonly change: number;
  /** The strata with that law in place of the observed one. */
  readonly strata: readonly Stratum[];
}

/**
 * How near the law of a block comes to one that its response types can give: an L1 program for each stratum.
 * @throws Unsolved
 */
export function nearestTo(space: Space, strata: readonly Stratum[], solve: Solve, limits: Limits): Nearest {
  let change = 0;
  const near = strata.map((stratum): Stratum => {
    const { constraints } = stratum;
    // Types that do what was never seen take part: the law may change there as well.
    const columns = responseTypes(space, constraints, [], limits, { impossible: true });
    const found = solve(nearestProgram({ constraints, columns }, pricesOf(space, constraints)), ["least"]);
    if (found === "infeasible")
      throw new Unsolved("The linear program could not be solved to the precision of the data.");
    change += found[0].value;
    return { ...stratum, constraints: withMasses(constraints, columns, found[0].at) };
  });
  return { change, strata: near };
}

/** The constraints of the law that response types with these probabilities give. */
function withMasses(constraints: Constraints, columns: readonly Column[], q: ArrayLike<number>): Constraints {
  const masses = constraints.inputs.map(({ rows }) => rows.map(() => 0));
  columns.forEach(({ rows }, type) => {
    rows.forEach((row, input) => {
      masses[input][row] += q[type];
    });
  });
  const inputs = constraints.inputs.map((input, i) => ({
    ...input,
    rows: input.rows.map((row, j) => ({ ...row, mass: masses[i][j] })),
  }));
  return { ...constraints, inputs };
}

/** That no law of a block gives what was observed, in words. */
export function contradictionText({ graph }: Space, nodes: Iterable<number>, change: number): string {
  const share = `${(50 * change).toPrecision(3)} %`;
  return `The data contradict the graph: no mechanisms of {${namesOf(graph, nodes).join(", ")}} give the law that was observed. The nearest law that some give differs from it by ${change.toPrecision(3)} in all (at least ${share} of the rows would have to be others).`;
}

/**
 * How much of the observed law goes with a unit of each row: the laws of all other districts at the row's values, summed over what the row
 * does not mention. Where a row says less than the whole block, the least of what it leaves open.
 */
function pricesOf(space: Space, { nodes, outside, inputs }: Constraints): readonly number[] {
  const { graph, order, cells } = space;
  const named = order.filter((node) => nodes.includes(node) || outside.includes(node));
  const others = order.filter((node) => !nodes.includes(node));
  const { link } = measured(graph, new Set(order));
  const rest = sum(
    sumOver(
      graph,
      others.filter((node) => !outside.includes(node)),
    ),
    product(others.map(link)),
  );
  const { grid, domains } = evaluate(rest, { observed: cells });
  const byKey = new Map(named.map((node) => [keyOf({ variable: graph.nodes[node].name, mark: 0 }), node]));
  const scope = grid.scope.map((key) => byKey.get(key)!);
  const priceAt = (codes: Int32Array): number => {
    let entry = 0;
    for (const [i, node] of scope.entries()) {
      // Of what was never seen, a value that only the question names included, the others might do anything.
      if (codes[node] >= domains(grid.scope[i]).length) return 1;
      entry = entry * grid.cards[i] + codes[node];
    }
    return Number.isNaN(grid.data[entry]) ? 1 : grid.data[entry];
  };
  return inputs
    .flatMap(({ rows }) => rows)
    .map(({ codes }) => {
      const at = codes.slice();
      let least = Number.POSITIVE_INFINITY;
      eachCombination(
        space,
        nodes.filter((node) => codes[node] < 0),
        at,
        () => {
          least = Math.min(least, priceAt(at));
        },
      );
      return least;
    });
}
