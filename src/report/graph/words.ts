import type { GivenGraph } from "../../query/identification.js";
import { shorten } from "../words.js";

/** Longer names are cut where many stand side by side. */
const LONGEST = 32;
/** What a screen reader says edge by edge; of larger graphs it says how large they are. */
const MOST_SAID = 40;

/** A graph in a sentence for those who do not see it. */
export function describeGraph({ nodes, edges }: GivenGraph): string {
  const size = `${nodes.length} ${nodes.length === 1 ? "variable" : "variables"}`;
  if (edges.length === 0) return `${size}, no edges: ${nodes.map(({ name }) => shorten(name, LONGEST)).join(", ")}.`;
  if (edges.length > MOST_SAID) return `${size} and ${edges.length} edges.`;
  const said = edges.map(({ from, to, kind }) => {
    const [a, b] = [shorten(from, LONGEST), shorten(to, LONGEST)];
    if (kind === "->") return `${a} causes ${b}`;
    return kind === "<->" ? `${a} and ${b} share an unmeasured cause` : `${a} and ${b} are linked`;
  });
  const hidden = nodes.filter(({ roles }) => roles.includes("latent")).map(({ name }) => shorten(name, LONGEST));
  const unseen = hidden.length === 0 ? "" : ` Not measured: ${hidden.join(", ")}.`;
  return `${size}: ${said.join("; ")}.${unseen}`;
}

/** Chains that are longer go on in another line. */
const MOST_LINKS = 7;

/** The edges in few lines, chains as chains: "W -> R -> X -> Y", "W <-> X". */
export function edgeChains({ edges }: GivenGraph): readonly string[] {
  return (["->", "<->", "--"] as const).flatMap((kind) =>
    chainsOf(
      edges.filter((edge) => edge.kind === kind),
      kind,
    ),
  );
}

function chainsOf(edges: GivenGraph["edges"], kind: string): readonly string[] {
  const left = new Set(edges);
  const entered = new Set(edges.map(({ to }) => to));
  const chains: string[] = [];
  // Chains begin where nothing leads to, so that they become as long as they can.
  const order = [...edges].sort((a, b) => Number(entered.has(a.from)) - Number(entered.has(b.from)));
  for (const start of order) {
    if (!left.delete(start)) continue;
    const chain = [start.from, start.to];
    for (;;) {
      const next = edges.find((edge) => left.has(edge) && edge.from === chain[chain.length - 1]);
      if (next === undefined || chain.length > MOST_LINKS) break;
      left.delete(next);
      chain.push(next.to);
    }
    chains.push(chain.map((name) => shorten(name, LONGEST)).join(` ${kind} `));
  }
  return chains;
}
