import type { Estimand, Sign } from "../../query/estimand.js";
import { law, product, quotient, sum } from "./build.js";
import { freeSigns, keyOf, mapParts, slotsOf } from "./walk.js";

/**
 * The average of a variable whose law is a formula with its sign free: the sum over the sign of its value times the law, written with
 * E[Y | ...] where the sign stands in one law alone. Signs that sums bind differ from it.
 */
export function meanOf(estimand: Estimand, sign: Sign): Estimand {
  const key = keyOf(sign);
  const concerns = (one: Estimand) => freeSigns(one).has(key);
  switch (estimand.kind) {
    case "law": {
      const own = estimand.of.filter(({ at }) => "sign" in at && keyOf(at.sign) === key);
      const uses = slotsOf(estimand).filter(({ at }) => "sign" in at && keyOf(at.sign) === key);
      if (own.length !== 1 || uses.length !== 1 || own[0].variable !== sign.variable) break;
      const rest = estimand.of.filter((slot) => slot !== own[0]);
      const { given, origin } = estimand;
      return product([
        { kind: "mean", of: sign.variable, given: [...rest, ...given], origin },
        law(rest, given, origin),
      ]);
    }
    case "product": {
      const own = estimand.factors.filter(concerns);
      if (own.length !== 1) break;
      return product(estimand.factors.map((one) => (one === own[0] ? meanOf(one, sign) : one)));
    }
    case "sum":
      return mapParts(estimand, (part) => meanOf(part, sign));
    case "quotient":
      if (concerns(estimand.bottom)) break;
      return quotient(meanOf(estimand.top, sign), estimand.bottom);
    default:
  }
  return sum([{ sign }], product([{ kind: "sign", sign }, estimand]));
}
