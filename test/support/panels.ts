import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Column } from "../../src/num/columns.js";
import type { Study } from "../../src/num/study.js";

/** One row of a hand-made panel. */
export interface PanelRow {
  readonly unit: string;
  readonly time: number | string;
  readonly on: 0 | 1;
  readonly y: number;
  readonly x?: Readonly<Record<string, number>>;
}

/** A column of periods: numbers, or labels with their levels in the order met. */
function timeColumn(rows: readonly PanelRow[], name: string): Column {
  if (rows.every(({ time }) => typeof time === "number")) {
    return { kind: "numeric", name, values: Float64Array.from(rows, ({ time }) => time as number) };
  }
  const levels = [...new Set(rows.map(({ time }) => String(time)))];
  return {
    kind: "categorical",
    name,
    codes: Int32Array.from(rows, ({ time }) => levels.indexOf(String(time))),
    levels,
  };
}

export interface PanelNames {
  readonly unit?: string;
  readonly time?: string;
  readonly treatment?: string;
  readonly outcome?: string;
}

/** A study from rows, the slow obvious way. */
export function panelStudy(rows: readonly PanelRow[], names: PanelNames = {}): Study {
  const labels = [...new Set(rows.map(({ unit }) => unit))];
  const place = new Map(labels.map((label, code) => [label, code]));
  const given = Object.keys(rows[0]?.x ?? {}).map(
    (name): Column => ({ kind: "numeric", name, values: Float64Array.from(rows, ({ x }) => x![name]) }),
  );
  return {
    rows: rows.length,
    treatment: {
      kind: "arms",
      name: names.treatment ?? "treated",
      arms: ["0", "1"],
      codes: Int32Array.from(rows, ({ on }) => on),
    },
    outcome: { kind: "numeric", name: names.outcome ?? "y", values: Float64Array.from(rows, ({ y }) => y) },
    given,
    instruments: [],
    mediators: [],
    time: timeColumn(rows, names.time ?? "time"),
    unit: { name: names.unit ?? "unit", codes: Int32Array.from(rows, ({ unit }) => place.get(unit)!), labels },
    data: { source: "rows", read: rows.length, used: rows.length, missing: {}, notes: [] },
  };
}

/** Proposition 99: cigarette packs a head sold in 39 states, 1970 to 2000; California is treated from 1989. */
export function prop99Rows(): PanelRow[] {
  const path = fileURLToPath(new URL("../../examples/prop99/california_prop99.csv", import.meta.url));
  const [header, ...lines] = readFileSync(path, "utf8").trim().split(/\r?\n/);
  if (header !== "State;Year;PacksPerCapita;treated") throw new Error(`another header: ${header}`);
  return lines.map((line) => {
    const [unit, time, y, on] = line.split(";");
    return { unit, time: Number(time), y: Number(y), on: on === "1" ? 1 : 0 };
  });
}

export function prop99(): Study {
  return panelStudy(prop99Rows(), { unit: "State", time: "Year", treatment: "treated", outcome: "PacksPerCapita" });
}
