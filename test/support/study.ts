import type { Column } from "../../src/num/columns.js";
import type { ArmStudy } from "../../src/num/study.js";

/** A study of two or more arms from plain arrays. */
export function armStudy(
  arm: ArrayLike<number>,
  y: readonly number[] | Float64Array,
  covariates: Readonly<Record<string, ArrayLike<number>>>,
  options: {
    readonly binary?: boolean;
    readonly arms?: readonly string[];
    readonly weights?: ArmStudy["weights"];
  } = {},
): ArmStudy {
  const given = Object.entries(covariates).map(
    ([name, values]): Column => ({ kind: "numeric", name, values: Float64Array.from(values) }),
  );
  const values = Float64Array.from(y);
  const rows = values.length;
  const arms = options.arms ?? Array.from({ length: 1 + Math.max(...Array.from(arm)) }, (_, k) => String(k));
  return {
    rows,
    treatment: { kind: "arms", name: "t", arms, codes: Int32Array.from(arm) },
    outcome: options.binary
      ? { kind: "binary", name: "y", values, labels: { yes: 1, no: 0 } }
      : { kind: "numeric", name: "y", values },
    given,
    instruments: [],
    mediators: [],
    ...(options.weights ? { weights: options.weights } : {}),
    data: { source: "made", read: rows, used: rows, missing: {}, notes: [] },
  };
}
