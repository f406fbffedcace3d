import type { GivenGraph } from "../../../src/query/identification.ts";
import type { GraphOptions } from "../../../src/report/graph/options.ts";
import { graphOf } from "../identify/builders.ts";

const asked = (treatment: string, outcome: string): GraphOptions => ({ treatment: [treatment], outcome: [outcome] });

/** Graphs of the literature that can be drawn without one edge crossing another, and what is asked of them. */
export const flat: Readonly<Record<string, readonly [GivenGraph, GraphOptions]>> = {
  napkin: [graphOf("W -> R -> X -> Y; W <-> X; W <-> Y"), asked("X", "Y")],
  bow: [graphOf("X -> Y; X <-> Y"), asked("X", "Y")],
  instrument: [graphOf("Z -> X -> Y; X <-> Y"), asked("X", "Y")],
  "M-bias": [graphOf("X -> Y; X <-> Z; Z <-> Y"), asked("X", "Y")],
  "M-bias, latent": [
    graphOf("U1 -> X; U1 -> Z; U2 -> Z; U2 -> Y; X -> Y", { U1: ["latent"], U2: ["latent"] }),
    asked("X", "Y"),
  ],
  "front-door": [graphOf("smoking -> tar -> cancer; smoking <-> cancer"), asked("smoking", "cancer")],
  "two mediators": [graphOf("X -> M1 -> Y; X -> M2 -> Y; X <-> Y"), asked("X", "Y")],
  verma: [graphOf("A -> B -> C -> D; B <-> D"), asked("C", "D")],
  asia: [
    graphOf(
      "asia -> tuberculosis -> either -> xray; smoke -> lung -> either; smoke -> bronchitis -> dyspnoea; either -> dyspnoea",
    ),
    asked("smoke", "dyspnoea"),
  ],
};

/** A graph of `size` variables from numbers in [0, 1): pairs of ends, then kinds. */
export function madeUp(size: number, numbers: readonly number[]): GivenGraph {
  const nodes = Array.from({ length: size }, (_, i) => ({ name: `V${i + 1}`, roles: [] }));
  const edges = new Map<string, GivenGraph["edges"][number]>();
  for (let i = 0; i + 2 < numbers.length; i += 3) {
    const [a, b] = [numbers[i], numbers[i + 1]].map((number) => Math.floor(number * size)).sort((x, y) => x - y);
    if (a === b) continue;
    const kind = numbers[i + 2] < 0.75 ? "->" : "<->";
    edges.set(`${a} ${kind} ${b}`, { from: nodes[a].name, to: nodes[b].name, kind });
  }
  return { nodes, edges: [...edges.values()] };
}
