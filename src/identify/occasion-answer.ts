import type { Identification } from "../query/identification.js";

/** The answer to a question about fresh occasions of an individual, which depends on how occasions are coupled and not on the graph. */
export function aboutOccasions(asked: string): Omit<Identification, "query" | "graph" | "provenance"> {
  const text = `${asked} is about another occasion of the same individual. What individuals do once does not tell what they would do again (THEORY 3.7): two occasions of each under the same arm do, and through covariates it is bounded.`;
  return {
    identified: false,
    layer: 3,
    method: "occasions",
    derivation: [],
    reason: text,
    obstacle: { kind: "occasion", text, nodes: [], inner: [] },
    assumptions: [],
    warnings: [
      {
        id: "occasion",
        text: "disco attribute estimates it from repeated rows, or bounds it from covariates; disco ask computes it in a model.",
      },
    ],
    diagnostics: {},
  };
}
