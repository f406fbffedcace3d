// Questions about the example models and what they come to, worked by hand (docs/theory.md, golden numbers). One list for the exact
// engines, for sampling and for the browser.
import { readFileSync } from "node:fs";
import type { AskOptions } from "../../src/model/ask.js";
import { readModel } from "../../src/model/file/read.js";

const root = new URL("../..", import.meta.url).pathname;

export const load = (name: string) =>
  readModel(readFileSync(`${root}examples/models/${name}.disco.json`, "utf8"), { name });

export type Row = readonly [question: string, expected: string, options?: AskOptions];

/** "7/12", "0.5". */
export function fraction(text: string): number {
  const [top, bottom = "1"] = text.split("/");
  return Number(top) / Number(bottom);
}

const e = "subsidy=1, retained=1";
const odds = (given: string) =>
  `(P(B=1 | A=1${given}) / P(B=0 | A=1${given})) / (P(B=1 | A=0${given}) / P(B=0 | A=0${given}))`;

export const TABLES: Readonly<Record<string, readonly Row[]>> = {
  exam: [
    ["P(passed=1)", "27/100"],
    ["P(unit=Strong | passed=1)", "1/3"],
    ["P(unit=Middling | passed=1)", "5/9"],
    ["P(unit=Weak | passed=1)", "1/9"],
    ["PC(passed=1)", "7/12"],
    ["P(passed[]=1 | passed=1)", "7/12"],
    ["PC(passed=1)", "11/16", { coupling: 0.25 }],
    ["PC(passed=1)", "19/24", { coupling: 0.5 }],
    ["PC(passed=1)", "1", { coupling: 1 }],
  ],
  mediation: [
    ["ATE(course -> work)", "29/50"],
    ["NDE(course -> skill -> work)", "11/50"],
    ["NIE(course -> skill -> work)", "3/10"],
    ["E[work[course=1, skill=skill[course=0]]] - E[work[course=0]]", "11/50"],
  ],
  subsidy: [
    ["P(subsidy=1)", "37/100"],
    ["P(subsidy=1, retained=1)", "233/1000"],
    ["P(subsidy=1, retained=0)", "137/1000"],
    ["P(subsidy=0, retained=1)", "69/500"],
    ["P(subsidy=0, retained=0)", "123/250"],
    ["P(retained=1 | subsidy=1)", "233/370"],
    ["P(retained=1 | subsidy=0)", "23/105"],
    ["P(retained=1 | do(subsidy=1))", "49/100"],
    ["P(retained=1 | do(subsidy=0))", "7/25"],
    ["ATE(subsidy -> retained)", "21/100"],
    ["E[retained[subsidy=1]] - E[retained[subsidy=0]]", "21/100"],
    ["ETT(subsidy -> retained)", "91/370"],
    [`P(unit=Loyal | ${e})`, "108/233"],
    [`P(unit=Sensitive | ${e})`, "105/233"],
    [`P(unit=Drifter | ${e})`, "20/233"],
    [`P(retained[subsidy=1]=1 | ${e})`, "1747/2330"],
    ["PC(subsidy=1, retained=1)", "1747/2330"],
    [`P(retained[subsidy=0]=1 | ${e})`, "574/1165"],
    ["PC(subsidy=0, retained=1)", "113/230"],
    ["PC(subsidy=1, retained=0)", "787/1370"],
    ["PC(subsidy=0, retained=0)", "703/820"],
    ["PN(subsidy -> retained)", "591/1165"],
    ["PS(subsidy -> retained)", "139/410"],
    ["PNS(subsidy -> retained)", "57/200"],
    ["P(retained[subsidy=1]=1, retained[subsidy=0]=0)", "57/200"],
    [`P(retained[subsidy=1]=1, retained[subsidy=0]=0 | ${e})`, "3849/11650"],
    ["PNS(subsidy -> retained; unit=Loyal)", "27/200"],
    ["PNS(subsidy -> retained; unit=Sensitive)", "14/25"],
    ["PNS(subsidy -> retained; unit=Drifter)", "9/50"],
    ["PN(subsidy -> retained; unit=Loyal)", "3/20"],
    ["PN(subsidy -> retained; unit=Sensitive)", "4/5"],
    ["PN(subsidy -> retained; unit=Drifter)", "9/10"],
    ["PS(subsidy -> retained; unit=Loyal)", "9/10"],
    ["PS(subsidy -> retained; unit=Sensitive)", "7/10"],
    ["PS(subsidy -> retained; unit=Drifter)", "1/5"],
    // Fusion of two occasions: evidence (1,1) and, another day, (0,0).
    [`P(unit=Loyal | ${e}, subsidy[]=0, retained[]=0)`, "27/262"],
    [`P(unit=Sensitive | ${e}, subsidy[]=0, retained[]=0)`, "175/262"],
    [`P(unit=Drifter | ${e}, subsidy[]=0, retained[]=0)`, "60/262"],
    // Comonotone: 1 - 91/233.
    [`P(retained[subsidy=0]=1 | ${e})`, "142/233", { coupling: 1 }],
    [`P(retained[subsidy=1]=1 | ${e})`, "1", { coupling: 1 }],
  ],
  layers: [
    ["P(Y=1 | do(X=1))", "73/100"],
    ["P(Y=1 | do(X=0))", "153/500"],
    ["P(Y=1 | do(X=1))", "73/100", { coupling: 1 }],
    ["P(Y[X=0]=1 | X=1)", "279/850"],
    ["P(Y[X=0]=1 | X=1)", "279/850", { coupling: 1 }],
    ["P(Y[X=1]=1 | X=0)", "121/175"],
    ["P(Y[X=1]=1 | X=0)", "121/175", { coupling: 1 }],
    ["P(Y[X=1]=1 | X=1, Y=1)", "12781/16300"],
    ["P(Y[X=1]=1 | X=1, Y=1)", "1", { coupling: 1 }],
    ["P(Y[X=0]=1 | X=1, Y=1)", "5517/16300"],
    ["P(Y[X=0]=1 | X=1, Y=1)", "279/652", { coupling: 1 }],
    ["P(Y[X=1]=1 | X=0, Y=0)", "4223/6275"],
    ["P(Y[X=1]=1 | X=0, Y=0)", "143/251", { coupling: 1 }],
    ["P(Y[X=0]=1 | X=0, Y=0)", "3411/12550"],
    ["P(Y[X=0]=1 | X=0, Y=0)", "0", { coupling: 1 }],
  ],
  outcomes: [
    ["P(Y=0)", "3/10"],
    ["P(Y=1)", "17/40"],
    ["P(Y=3)", "11/40"],
    ["E[Y]", "5/4"],
    ["E[Y[] | Y=0]", "13/15"],
    ["E[Y[] | Y=1]", "217/170"],
    ["E[Y[] | Y=3]", "179/110"],
    ["PC(Y=0)", "29/60"],
    ["PC(Y=1)", "1/2"],
    ["PC(Y=3)", "9/22"],
  ],
  score: [
    ["E[score]", "500"],
    ["Var[score]", "10000"],
    ["E[score[] | score=700]", "660"],
    ["SD[score[] | score=700]", "60"],
    ["E[ability | score=700]", "660"],
    ["P(score[]>500 | score>500)", `${0.5 + Math.asin(0.8) / Math.PI}`],
    ["E[score[] | score=700]", "680", { coupling: 0.5 }],
    ["E[score[] | score=700]", "700", { coupling: 1 }],
  ],
  useless: [
    ["ATE(T -> Y)", "0"],
    ["PN(T -> Y)", "1/2"],
    ["PN(T -> Y)", "0", { coupling: 1 }],
  ],
  berkson: [
    ["P(H=1)", ".1137"],
    ["P(B=1 | A=1, H=1)", "1/7"],
    ["P(B=1 | A=0, H=1)", "25/34"],
    [odds(", H=1"), "3/50"],
    [odds(""), "1"],
  ],
  surrogate: [
    ["ATE(X -> S)", "3/10"],
    ["ATE(S -> Y)", "1/5"],
    ["ATE(X -> Y)", "-3/50"],
    ["P(Y=1 | do(X=1))", "41/100"],
    ["P(Y=1 | do(X=0))", "47/100"],
    ["P(Y=1 | S=1)", "21/40"],
    ["P(Y=1 | S=0)", "23/60"],
  ],
};
