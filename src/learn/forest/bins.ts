import { DiscoError } from "../../error.js";
import type { Column } from "../../num/columns.js";
import type { Binned, BinRule } from "../bins/binned.js";
import { assignBins, GAP } from "../bins/edges.js";
import type { Walked } from "./walk.js";

/** Which columns a forest learnt from, and how the values of those that it uses come to bins. */
export interface Scheme {
  /** All covariates, in the order they were given. */
  readonly columns: readonly { readonly name: string; readonly kind: Column["kind"] }[];
  /** For each feature of the trees: the place of its column, and the rule. */
  readonly features: readonly { readonly column: number; readonly rule: BinRule }[];
}

/** The scheme of binned columns. */
export function schemeOf(given: readonly Column[], binned: Binned): Scheme {
  return {
    columns: given.map(({ name, kind }) => ({ name, kind })),
    features: binned.rules.map((rule, j) => ({ column: binned.columns[j], rule })),
  };
}

/**
 * Bins of new rows. Columns are found by their names; values beyond the ends go to the nearest bin; missing values, and labels that the forest
 * has not met, take the branch of the gaps. Throws where a column is missing or of another kind. Cost: O(p n).
 */
export function binNew(scheme: Scheme, given: readonly Column[], rows: number): Walked {
  const byName = new Map(given.map((column) => [column.name, column]));
  const columns = scheme.columns.map(({ name, kind }) => {
    const column = byName.get(name);
    if (column === undefined || column.kind !== kind) {
      throw new DiscoError({
        who: "forest",
        wrong:
          column === undefined
            ? `the rows have no column "${name}"`
            : `column "${name}" is not of the kind learnt from`,
        given: column === undefined ? given.map((other) => other.name).join(", ") || "no columns" : column.kind,
        next: `give the covariates that the forest learnt from: ${scheme.columns.map((c) => `${c.name} (${c.kind})`).join(", ")}`,
      });
    }
    return column;
  });
  const bins = new Uint8Array(scheme.features.length * rows);
  for (const [j, { column: place, rule }] of scheme.features.entries()) {
    const out = bins.subarray(j * rows, (j + 1) * rows);
    const column = columns[place];
    if (rule.kind === "numeric" && column.kind === "numeric") {
      if (rule.largest.length === 0) out.fill(GAP);
      else assignBins(rule.largest, column.values, out);
    } else if (rule.kind === "categorical" && column.kind === "categorical") {
      const known = new Map(rule.levels.map((level, l) => [level, rule.binOfLevel[l]]));
      const binOf = column.levels.map((level) => known.get(level) ?? GAP);
      for (let i = 0; i < rows; i++) out[i] = binOf[column.codes[i]];
    }
  }
  return { rows, bins };
}
