import type { Range } from "../../query/answer.js";
import type { ComparedPolicy, Decision } from "../../query/decision.js";
import { percent, rangeText, type Scale } from "../format.js";
import { boundsOf, intervalOf, isOpen, worthText } from "./words.js";

/** A policy as people call it. */
export function policyName({ name }: Pick<ComparedPolicy, "name">): string {
  return {
    chosen: "this policy",
    nobody: "nobody",
    everybody: "everybody",
    "by effect": "as many by effect",
    tree: "the tree below",
  }[name];
}

/** Compared policies, with the tree as judged on its own rows where it stands in no other line. */
export interface PolicyRow {
  readonly name: string;
  readonly chosen: boolean;
  readonly treated: string;
  readonly value: number | null;
  readonly interval?: Range;
  readonly bounds?: Range;
  readonly benefit: string;
  readonly range: string;
  readonly any: string;
  readonly success: string;
  /** The chosen policy less this one. */
  readonly difference: string;
}

export function policyRows(decision: Decision, scale: Scale): readonly PolicyRow[] {
  const rows = decision.policies.map((policy): PolicyRow => {
    const { benefit, success, treated, name, difference } = policy;
    return {
      ...{ name: policyName(policy), chosen: name === "chosen", treated: percent.text(treated), value: benefit.value },
      ...(benefit.interval && treated > 0 ? { interval: benefit.interval } : {}),
      ...(isOpen(benefit) ? { bounds: benefit.bounds! } : {}),
      benefit: benefit.value === null ? "not known" : scale.text(benefit.value),
      range: treated > 0 ? intervalOf(benefit, scale) : "",
      any: boundsOf(benefit, scale),
      success: success.value === null ? "–" : percent.text(success.value),
      difference: difference === undefined ? "" : worthText(difference, scale, ""),
    };
  });
  const { tree } = decision;
  if (tree?.benefit === undefined || decision.policies.some(({ name }) => name === "tree")) return rows;
  const { value, interval } = tree.benefit;
  const own = {
    ...{ name: policyName({ name: "tree" }), chosen: false, treated: percent.text(tree.treated), value },
    ...(interval ? { interval } : {}),
    ...{ benefit: scale.text(value), range: interval === undefined ? "" : rangeText(interval, scale) },
    ...{ any: "", success: "–", difference: "" },
  };
  return [...rows, own];
}

/** Is the policy better than another, as far as the interval of the difference tells? */
export function verdicts(decision: Decision, scale: Scale): readonly string[] {
  return decision.policies.flatMap(({ name, difference }) => {
    if (difference === undefined || difference.value === null || decision.treated === 0) return [];
    if (name === "nobody") return [];
    const other = {
      everybody: "treating everybody",
      "by effect": "treating as many chosen by their effect",
      tree: "the tree below",
      chosen: "itself",
    }[name];
    // The same policy, but for rounding.
    const ends = difference.interval ?? [difference.value, difference.value];
    if (Math.max(...ends.map(Math.abs)) < 1e-6 * Math.max(1, Math.abs(decision.policies[0].benefit.value ?? 0)))
      return [];
    const sure = difference.interval !== undefined && (difference.interval[0] > 0 || difference.interval[1] < 0);
    const better = difference.value > 0 ? "better" : "worse";
    const verdict =
      sure || difference.interval === undefined
        ? `is ${better} than ${other}`
        : `was not shown to be better or worse than ${other}`;
    return [`This policy ${verdict}: difference ${worthText(difference, scale)}.`];
  });
}
