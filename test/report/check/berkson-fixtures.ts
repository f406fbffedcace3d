import { parseGraph } from "../../../src/graph/parse.ts";
import { uniformStream } from "../../../src/num/random.ts";
import { checkSelection } from "../../../src/paradox/berkson.ts";
import type { BerksonCheck } from "../../../src/query/berkson.ts";
import { clinic, clinicFrame, pairFrame, selectedLaw, selectedOnly } from "../../paradox/berkson-tables.ts";

const pair = ["A", "B"] as const;

/** Named as people would. */
function named(check: BerksonCheck, first: string, second: string): BerksonCheck {
  return {
    ...check,
    question: `Is an association of '${first}' and '${second}' made by selection ('S') in made.csv?`,
    pair: [
      { ...check.pair[0], name: first },
      { ...check.pair[1], name: second },
    ],
  };
}

/** Berkson's hospital. */
export const hospital = named(
  checkSelection(pairFrame([192060, 6693, 9504, 626], [768240, 90307, 20196, 2374]), { pair, selected: "S" }),
  "diabetes",
  "cholecystitis",
);

/** An exact law with a graph. */
export const law = checkSelection(selectedLaw([0.81, 0.09, 0.09, 0.01], [0.02, 0.5, 0.5, 0.75]), {
  pair,
  selected: "S",
  graph: parseGraph("A -> S <- B"),
});

const inside = [162, 450, 450, 75] as const;

/** Selected rows only: nothing known, ends known, chances known, and a graph that settles it. */
export const nothing = checkSelection(selectedOnly(inside), { pair });
export const between = checkSelection(selectedOnly(inside), { pair, between: [0.05, 0.5] });
const known = checkSelection(selectedOnly(inside), { pair, chances: [0.02, 0.5, 0.5, 0.75] });
export const settled = checkSelection(selectedOnly(inside), { pair, graph: parseGraph("A -> S; B; S [selected]") });

/** Probabilities learnt from covariates. */
export const covariates = checkSelection(clinicFrame(clinic, 800, uniformStream(3)), {
  pair,
  selected: "S",
  given: ["age"],
});

/** A cell of nobody, and no odds ratio at all. */
export const empty = checkSelection(pairFrame([20, 0, 12, 9], [20, 30, 25, 15]), { pair, selected: "S" });
export const none = checkSelection(pairFrame([20, 0, 12, 0], [20, 30, 25, 15]), { pair, selected: "S" });

const enemy = `<script>alert(1)</script>${"&'\"x".repeat(44)}`;
const red = "\u001b[31mred\u202e";

/** Names as an enemy would choose them. */
export const hostile: BerksonCheck = {
  ...named(hospital, enemy, red),
  question: `Is ${red}</title><script>alert(2)</script> selected?`,
  advice: [enemy],
  warnings: [{ id: "w", text: enemy }],
  data: { source: "</script><script>alert(3)</script>", read: 10, used: 9, missing: { [enemy]: 1 }, notes: [enemy] },
};

export const berksons = { hospital, law, nothing, between, known, settled, covariates, empty, none, hostile };
