import { listed } from "../../num/say-names.js";
import type { StrataTable } from "../../num/strata.js";
import type { Remark } from "../../query/answer.js";
import type { ScannedStrata, SimpsonFinding } from "../../query/simpson.js";
import { shareText, strataText } from "./say.js";

/** What everything that was found and not found rests on. */
export function assumptionsOf({ law, outcome, stratifiers }: StrataTable): readonly Remark[] {
  const remarks: Remark[] = [];
  if (law) {
    const text = "The table is an exact law: differences are compared as they are, without sampling error.";
    remarks.push({ id: "exact-law", text });
  } else {
    remarks.push({ id: "independent-rows", text: "The rows are independent of each other: nobody stands in several." });
    const text =
      outcome.kind === "binary"
        ? "Intervals of rates are score intervals: a cell where all or none succeeded has the variance of the rate that is fitted under the value tested, and half a step of the count is taken off. No count was changed."
        : "Intervals of averages follow Student's law; where an arm has few rows in a stratum, its variance borrows one row's worth from the whole arm.";
    remarks.push({ id: "intervals", text });
  }
  const binned = stratifiers.filter(({ cuts, left }) => cuts !== undefined && left === undefined);
  if (binned.length > 0) {
    const names = listed(binned.map(({ name }) => name));
    const text = `${names} ${binned.length === 1 ? "was" : "were"} cut into bins; what differs within a bin stays.`;
    remarks.push({ id: "bins", text });
  }
  return remarks;
}

/** What should make the reader careful. */
export function warningsOf(findings: readonly SimpsonFinding[], scanned: readonly ScannedStrata[]): readonly Remark[] {
  const warnings: Remark[] = [];
  for (const { by, left } of findings) {
    if (left.strata === 0) continue;
    const some = left.labels.map((labels) => labels.join(", ")).join("; ");
    const more = left.strata > left.labels.length ? " and others" : "";
    const text = `${listed(by)}: ${strataText(left.strata)} with ${shareText(left.share)} of the observations lack one of the arms (${some}${more}) and compare nothing. The standardised numbers are of the others.`;
    warnings.push({ id: "lone-strata", text });
  }
  const thin = scanned.filter(({ reason }) => reason?.startsWith("too thin") === true);
  if (thin.length > 0) {
    const names = thin.slice(0, 3).map(({ by }) => by.join(" with "));
    const more = thin.length > 3 ? ` and ${thin.length - 3} more` : "";
    const text = `${listed(names)}${more}: most observations are in strata with only one of the arms, so nothing was compared. Use fewer bins or coarser labels.`;
    warnings.push({ id: "thin", text });
  }
  return warnings;
}
