import { districts } from "../../graph/districts.js";
import { namesOf } from "../../graph/graph.js";
import type { Remark } from "../../query/answer.js";
import type { Reach } from "./range.js";
import type { Space } from "./space.js";
import type { Stratum } from "./strata.js";

/** What is given may be this rare before anything is said. */
const RARE = 1e-9;

/**
 * Which independences of the graph a block gives up: those of districts taken together, and those of nodes of one district that share no
 * cause. Without any, its bounds are sharp.
 */
export function givenUp({ graph }: Space, block: ReadonlySet<number>): readonly Remark[] {
  const parts = districts(graph, block);
  const say = (nodes: Iterable<number>) => namesOf(graph, nodes).join(", ");
  const apart = [...block].flatMap((one) =>
    [...block].filter((other) => one < other && !graph.siblings[one].includes(other)).map((other) => [one, other]),
  );
  if (parts.length > 1) {
    const text = `The unmeasured causes of ${parts.map((part) => `{${say(part)}}`).join(" and ")} are independent in the graph; the linear program lets them depend on each other. The bounds hold, and the sharp ones may be narrower.`;
    return [{ id: "districts-joined", text }];
  }
  if (apart.length === 0) return [];
  const text = `${apart.map((pair) => say(pair).replace(", ", " and ")).join(", ")} share no unmeasured cause in the graph, only others with others of {${say(block)}}; the linear program lets all of these share one. The bounds hold, and the sharp ones may be narrower.`;
  return [{ id: "causes-joined", text }];
}

/** That the question goes beyond what the table shows. */
export function unseen({ graph }: Space, strata: readonly Stratum[]): readonly Remark[] {
  const asked = strata.filter(({ gains }) => gains.length > 0);
  const partly = asked.filter(
    ({ constraints: { inputs } }) => inputs.length === 0 || inputs.some(({ complete }) => !complete),
  );
  if (partly.length === 0) return [];
  const { nodes, outside } = partly[0].constraints;
  const [own, causes] = [nodes, outside].map((some) => namesOf(graph, some).join(", "));
  const text = `The question depends on what ${own} would do at combinations of values${outside.length === 0 ? "" : ` of ${causes}`} that no row shows; there it may be anything.`;
  return [{ id: "never-seen", text }];
}

/** That what is given need not be possible. */
export function rare({ given }: Reach): readonly Remark[] {
  if (given > RARE) return [];
  const text =
    "What is given may have probability 0: some models that fit the graph and the data rule it out, and the bounds are those of the others.";
  return [{ id: "given-may-be-impossible", text }];
}
