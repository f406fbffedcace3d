import type { ModelFile } from "../../../src/model/file/model-file.ts";
import type { FullModel } from "./model.ts";

/** The full model as a model file, so that the exact engine can be asked. Latent causes are variables like others. */
export function modelFileOf(model: FullModel): ModelFile {
  const { graph, cards, latents, tables, causes } = model;
  const states = [...cards, ...latents.map(({ law }) => law.length)];
  const name = (cause: number) => (cause < cards.length ? graph.nodes[cause].name : `U${cause - cards.length + 1}`);
  const variables: Record<string, object> = {};
  latents.forEach(({ law }, i) => {
    variables[`U${i + 1}`] = { categorical: { values: law.map((_, value) => value), weights: law.map(String) } };
  });
  /** Nested conditions on the causes, down to one number of the table. */
  const choose = (node: number, value: number, row: number, depth: number): string => {
    if (depth === causes[node].length) return String(tables[node][row][value]);
    const cause = causes[node][depth];
    const branches = Array.from({ length: states[cause] }, (_, state) =>
      choose(node, value, row * states[cause] + state, depth + 1),
    );
    return branches.reduceRight((rest, branch, state) =>
      state === branches.length - 1 ? branch : `(${name(cause)} == ${state} ? ${branch} : ${rest})`,
    );
  };
  for (const node of graph.order) {
    variables[name(node)] =
      cards[node] === 2
        ? { bernoulli: choose(node, 1, 0, 0) }
        : {
            categorical: {
              values: Array.from({ length: cards[node] }, (_, i) => i),
              weights: Array.from({ length: cards[node] }, (_, value) => choose(node, value, 0, 0)),
            },
          };
  }
  return { disco: 1, units: [{ name: "all", weight: 1 }], variables } as ModelFile;
}
