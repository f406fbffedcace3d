import { DiscoError } from "../../error.js";
import type { Column } from "../../num/columns.js";
import type { Feature } from "../bins/binned.js";
import type { BoostOptions } from "./defaults.js";

/**
 * The columns with those first that are bound to rise or fall, so that of two columns that are alike the one with the promise is kept.
 * @throws DiscoError where a promise names no numeric column, is neither 1 nor -1, or would have to hold for a linear start too
 */
export function monotoneFirst(given: readonly Column[], { monotone, base }: BoostOptions): readonly Column[] {
  const names = Object.keys(monotone ?? {});
  if (monotone === undefined || names.length === 0) return given;
  if (base === "linear") {
    throw new DiscoError({
      who: "boost",
      wrong: "trees that start from a linear fit cannot promise to rise or fall: the fit may go the other way",
      given: `monotone: ${names.join(", ")}; base: linear`,
      next: 'leave `base` out, or set it to "mean"',
    });
  }
  for (const name of names) {
    const column = given.find((one) => one.name === name);
    if (column?.kind !== "numeric" || Math.abs(monotone[name]) !== 1) {
      throw new DiscoError({
        who: "boost",
        wrong: "only a numeric column can be bound to rise (1) or to fall (-1)",
        given: `${name}: ${monotone[name]}${column === undefined ? ", which is no column" : `, a ${column.kind} column`}`,
        next: `name one of ${
          given
            .filter((one) => one.kind === "numeric")
            .map((one) => one.name)
            .join(", ") || "the numeric columns, of which there are none"
        }`,
      });
    }
  }
  const bound = (column: Column) => column.name in monotone;
  return [...given.filter(bound), ...given.filter((column) => !bound(column))];
}

/** Whether the trees start from the mean: asked for, or because a linear start could break a promise. */
export function startsFromMean({ monotone, base }: BoostOptions): boolean {
  return base === "mean" || Object.keys(monotone ?? {}).length > 0;
}

/** The promises by feature; nothing where there are none. */
export function signsOf(features: readonly Feature[], { monotone = {} }: BoostOptions): { readonly signs?: Int8Array } {
  const signs = Int8Array.from(features, ({ name }) => monotone[name] ?? 0);
  return signs.some((sign) => sign !== 0) ? { signs } : {};
}
