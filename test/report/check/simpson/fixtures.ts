import { parseGraph } from "../../../../src/graph/parse.ts";
import { checkStrata } from "../../../../src/paradox/simpson.ts";
import type { SimpsonCheck } from "../../../../src/query/simpson.ts";
import {
  BERKELEY_STRATA,
  berkeley,
  kidney,
  type StratumCounts,
  strata,
  tableOf,
} from "../../../paradox/simpson-tables.ts";

const many = Array.from({ length: 40 }, (_, s): StratumCounts => {
  const treated = 20 + 4 * s;
  return [
    `region ${s}`,
    [treated, Math.round(treated * (0.1 + s / 50))],
    [180 - 4 * s, Math.round((180 - 4 * s) * (0.15 + s / 50))],
  ];
});

const numbers = tableOf(
  [
    strata(
      ["income before"],
      [
        ["(0, 20000]", [100, 1.2e6, 1.6e10], [400, 4e6, 5e10]],
        ["(20000, 90000]", [400, 1.6e7, 6.6e11], [100, 3.6e6, 1.32e11]],
        ["(90000, ∞)", [30, 3e6, 3.1e11], [0, 0, 0]],
      ],
    ),
  ],
  { outcome: { kind: "numeric", name: "income after" } },
);

const evil = '<script>alert("x")</script>\u001b[31m';
const nasty = tableOf(
  [
    strata(
      [evil],
      BERKELEY_STRATA.map(([label, ...arms]): StratumCounts => [`${label}${evil}`, ...arms]),
    ),
  ],
  {
    treatment: { name: `${evil}t`, labels: { yes: evil, no: "1" } },
    outcome: { kind: "binary", name: `${evil}y`, labels: { yes: evil, no: "no" } },
  },
);

const graph = parseGraph("sex -> department -> admitted; sex -> admitted");

/** A check of each kind that pages and texts must show. */
export const simpsonChecks: Readonly<Record<string, SimpsonCheck>> = {
  berkeley: checkStrata(berkeley),
  mediator: checkStrata(berkeley, { graph }),
  unsecured: checkStrata(kidney),
  many: checkStrata(tableOf([strata(["region"], many)])),
  numbers: checkStrata(numbers),
  hostile: checkStrata(nasty),
  nothing: checkStrata(
    tableOf(
      [
        strata(
          ["ward"],
          [
            ["east", [50, 20], [50, 21]],
            ["west", [60, 31], [55, 29]],
          ],
        ),
      ],
      { left: [{ name: "id", left: "as many values as rows" }] },
    ),
  ),
};
