// Writes births.csv, the exact law of birthweight.disco.json: node examples/birthweight/enumerate.mjs > examples/birthweight/births.csv
import { readFileSync } from "node:fs";
import { ask, readModel } from "discoscm";

const model = readModel(readFileSync(new URL("birthweight.disco.json", import.meta.url), "utf8"));
const names = ["smoking", "defect", "lbw", "death"];
console.log([...names, "share"].join(","));
for (let cell = 0; cell < 16; cell++) {
  const values = names.map((_, i) => (cell >> (3 - i)) & 1);
  const { value } = ask(model, `P(${names.map((name, i) => `${name}=${values[i]}`).join(", ")})`);
  // Twelve digits: what is behind them is rounding.
  console.log([...values, Number(value.toPrecision(12))].join(","));
}
