import { compare } from "../query/comparison.js";
import type { Conjunct } from "./request.js";

/** Does the event hold for this value of its subject? */
export function holds({ comparison, value }: Pick<Conjunct, "comparison" | "value">, is: number): boolean {
  return compare(is, comparison, value);
}
