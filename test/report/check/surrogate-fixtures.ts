import { readFileSync } from "node:fs";
import type { ModelFile } from "../../../src/model/file/model-file.ts";
import { modelOf, readModel } from "../../../src/model/file/read.ts";
import { surrogateOfModel } from "../../../src/paradox/surrogate/of-model.ts";
import { checkSurrogate } from "../../../src/paradox/surrogate.ts";
import type { SurrogateCheck, SurrogateOfModel } from "../../../src/query/surrogate.ts";
import { drawnTrial, g13Cells, studyOf } from "../../paradox/surrogate/trials.ts";

const cells = g13Cells();
const of = (key: "x" | "s" | "y" | "p") => cells.map((cell) => cell[key]);
const rows = { x: of("x"), s: of("s"), y: of("y") };
const EVIL = '<img src=x onerror="alert(1)">\u001b[31m\u202e & "quoted" `ticked`';
const evil = { x: `${EVIL} x`, s: `${EVIL} s`, y: `${EVIL} y` };
const path = "examples/models/surrogate.disco.json";

export const paradox: SurrogateCheck = checkSurrogate(
  studyOf({ ...rows, count: of("p").map((p) => Math.round(2000 * p)) }),
);
export const exact: SurrogateCheck = checkSurrogate(studyOf({ ...rows, count: of("p"), kind: "law" }));
export const model: SurrogateOfModel = surrogateOfModel(readModel(readFileSync(path, "utf8"), { name: "G13" }), {
  treatment: "X",
  surrogate: "S",
  outcome: "Y",
});
const many = modelOf({
  disco: 1,
  units: Array.from({ length: 30 }, (_, k) => ({
    name: `u${k}`,
    weight: 1 + (k % 4),
    s0: 0.2,
    s1: 0.2 + k / 50,
    y: 5 * k,
  })),
  variables: {
    X: { bernoulli: "0.5" },
    S: { bernoulli: "X == 1 ? s1 : s0" },
    Y: { normal: { mean: "S == 1 ? y : 40", sd: "1" } },
  },
} as unknown as ModelFile);

export const surrogates: Readonly<Record<string, SurrogateCheck | SurrogateOfModel>> = {
  paradox,
  exact,
  model,
  adjusted: checkSurrogate(studyOf(drawnTrial(4, 400))),
  numbers: checkSurrogate(studyOf(drawnTrial(4, 400, { numericS: true, numericY: true }))),
  hostile: checkSurrogate(studyOf({ ...rows, count: of("p").map((p) => Math.round(2000 * p)), names: evil })),
  "no events": checkSurrogate(
    studyOf({ x: [0, 0, 0, 0, 1, 1, 1, 1], s: [0, 1, 0, 1, 1, 1, 1, 1], y: [0, 0, 0, 0, 0, 1, 1, 0] }),
  ),
  "many individuals": surrogateOfModel(many, { treatment: "X", surrogate: "S", outcome: "Y" }),
};
