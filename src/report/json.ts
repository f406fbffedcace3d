import type { Attribution } from "../query/attribution.js";

/** The whole answer as one JSON document, numbers in full precision, two spaces of indentation (DESIGN 4.5). */
export function attributionJson(answer: Attribution): string {
  return JSON.stringify(answer, null, 2);
}
