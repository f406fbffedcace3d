import type { Conjunct } from "./request.js";

/** Does the event hold for this value of its subject? */
export function holds({ comparison, value }: Pick<Conjunct, "comparison" | "value">, is: number): boolean {
  switch (comparison) {
    case "=":
      return is === value;
    case "!=":
      return is !== value;
    case "<":
      return is < value;
    case "<=":
      return is <= value;
    case ">":
      return is > value;
    case ">=":
      return is >= value;
  }
}
