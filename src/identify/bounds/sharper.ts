import type { Range } from "../../query/answer.js";
import type { SharperBounds } from "../../query/identification.js";
import type { Instance } from "../instance.js";
import type { Space } from "./space.js";
import type { Monotone } from "./types.js";

/** Ends nearer than this are one point, and bounds that gain less are not sharper. */
export const SAME = 1e-9;

/** An assumption that is tried, and how it is called. */
interface Candidate extends Monotone {
  readonly id: string;
}

/**
 * The bounds under assumptions of monotonicity, where these make them narrower: that what a world sets never lowers (or never raises) what is
 * asked about there, and that an instrument never lowers (or raises) what is set (no defiers). G. Imbens and J. Angrist, Econometrica 62,
 * 1994; C. Manski, Econometrica 65, 1997.
 * @param unknown the nodes whose response types are free
 * @param solve the bounds under an assumption; undefined where the data contradict it
 */
export function sharperBounds(
  space: Space,
  instance: Instance,
  unknown: ReadonlySet<number>,
  base: Range,
  solve: (monotone: Monotone) => Range | undefined,
): readonly SharperBounds[] {
  return candidates(space, instance, unknown).flatMap((candidate): SharperBounds[] => {
    const bounds = solve(candidate);
    if (bounds === undefined || bounds[1] - bounds[0] > base[1] - base[0] - SAME) return [];
    return [{ assumption: { id: candidate.id, text: textOf(space, candidate, bounds) }, bounds }];
  });
}

function candidates(space: Space, { terms }: Instance, unknown: ReadonlySet<number>): readonly Candidate[] {
  const { parents } = space.graph;
  const found = new Map<string, Candidate>();
  const add = (id: string, node: number, cause: number) => {
    if (!unknown.has(node) || !isOrdered(space, node) || !isOrdered(space, cause)) return;
    for (const rises of [true, false]) found.set(`${node} ${cause} ${rises}`, { id, node, cause, rises });
  };
  for (const { events } of terms) {
    for (const { node: outcome, set, part } of events) {
      if (part === "given") continue;
      for (const treatment of set.keys()) {
        if (!parents[outcome].includes(treatment)) continue;
        add("monotone-outcome", outcome, treatment);
        for (const instrument of parents[treatment]) {
          if (!unknown.has(instrument) && !parents[outcome].includes(instrument)) {
            add("monotone-treatment", treatment, instrument);
          }
        }
      }
    }
  }
  return [...found.values()];
}

/** Numbers, and at least two: labels have no order. */
function isOrdered({ values }: Space, node: number): boolean {
  return values[node].length > 1 && values[node].every((value) => typeof value === "number");
}

function textOf({ graph }: Space, { id, node, cause, rises }: Candidate, [low, high]: Range): string {
  const [effect, from] = [graph.nodes[node].name, graph.nodes[cause].name];
  const defiers = id === "monotone-treatment" && rises ? ": there are no defiers" : "";
  const met = high - low <= SAME ? " Then the bounds meet, and the question is answered." : "";
  return `A higher ${from} ${rises ? "lowers" : "raises"} ${effect} for nobody (monotonicity)${defiers}.${met}`;
}
