// Writes clinic.csv, 6,000 people of clinic.disco.json, equal rows counted; whoever did not visit was not examined:
// node examples/berkson/draw.mjs > examples/berkson/clinic.csv
import { readFileSync } from "node:fs";
import { readModel, simulateColumns } from "discoscm";

const model = readModel(readFileSync(new URL("clinic.disco.json", import.meta.url), "utf8"));
const { columns } = simulateColumns(model, { rows: 6000, seed: 1 });
const of = (name) => columns.find((column) => column.name === name).values;
const [age, car, arthritis, hypertension, visited] = ["age", "car", "arthritis", "hypertension", "visited"].map(of);
const counts = new Map();
for (let i = 0; i < 6000; i++) {
  const examined = visited[i] === 1 ? [arthritis[i], hypertension[i]] : ["", ""];
  const row = [age[i], car[i], visited[i], ...examined].join(",");
  counts.set(row, (counts.get(row) ?? 0) + 1);
}
console.log("age,car,visited,arthritis,hypertension,people");
for (const [row, count] of [...counts].sort(([a], [b]) => (a < b ? -1 : 1))) console.log(`${row},${count}`);
