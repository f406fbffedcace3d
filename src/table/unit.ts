import type { Unit } from "../num/sample.js";
import type { Fetched } from "./fetch.js";

/** Text that a number gives back unchanged, so that nothing of an identifier is lost by reading it as one. */
const PLAIN_NUMBER = /^-?(0|[1-9][0-9]{0,14})$/;

/** Which individual each row belongs to. Labels are sorted, so the order of rows changes nothing. Cost: O(n log n). */
export function makeUnit(column: Fetched): Unit {
  const { name } = column;
  if (column.held === "number") {
    const labels = [...new Set(column.values)].sort((a, b) => a - b);
    const codeOf = new Map(labels.map((label, code) => [label, code]));
    return { name, codes: Int32Array.from(column.values, (v) => codeOf.get(v) as number), labels };
  }
  const { codes, levels } = column;
  if (!levels.every((level) => PLAIN_NUMBER.test(level) && level !== "-0")) return { name, codes, labels: levels };
  const order = levels.map((level, code) => ({ label: Number(level), code })).sort((a, b) => a.label - b.label);
  const place = new Int32Array(levels.length);
  order.forEach(({ code }, i) => {
    place[code] = i;
  });
  return { name, codes: codes.map((code) => place[code]), labels: order.map((o) => o.label) };
}
