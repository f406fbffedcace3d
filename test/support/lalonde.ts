import { readFileSync } from "node:fs";
import type { ArmStudy } from "../../src/num/study.js";
import { armStudy } from "./study.js";

const LALONDE = ["age", "education", "black", "hispanic", "married", "nodegree", "re74", "re75"];

/** Columns of a small CSV file of numbers. */
function numbersOf(path: string): Record<string, number[]> {
  const [head, ...lines] = readFileSync(new URL(`../../${path}`, import.meta.url), "utf8")
    .trim()
    .split(/\r?\n/);
  const names = head.split(",").map((name) => name.replaceAll('"', ""));
  const rows = lines.map((line) => line.split(",").map(Number));
  return Object.fromEntries(names.map((name, k) => [name, rows.map((row) => row[k])]));
}

/** The training programme's trial, or its treated beside a survey's untreated. */
export function lalonde(path: string): ArmStudy {
  const columns = numbersOf(path);
  return armStudy(columns.treat, columns.re78, Object.fromEntries(LALONDE.map((name) => [name, columns[name]])));
}
