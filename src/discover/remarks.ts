import { normalQuantile } from "../num/normal.js";
import { listed } from "../num/say-names.js";
import type { Remark } from "../query/answer.js";
import type { IndependenceFinding, TestedIndependence } from "../query/graph-check.js";
import { count } from "./say.js";

/** What a check has come to, for what is to be said about it. */
export interface Outcome {
  readonly scanned: readonly TestedIndependence[];
  readonly findings: readonly IndependenceFinding[];
  readonly inseparable: readonly (readonly [string, string])[];
  readonly level: number;
  readonly law: boolean;
  /** How many observations there are. */
  readonly size: number;
}

/** A dependence below this is weak, whatever its p-value. */
const WEAK = 0.1;

/** What the check can and cannot show, and what to do next. */
export function adviceOf({ scanned, findings, inseparable, level, law, size }: Outcome): readonly string[] {
  const tests = scanned.filter(({ p }) => p !== null).length;
  const advice: string[] = [];
  if (findings.length > 1) {
    advice.push("Mend the first and check again: one missing arrow can show in several independencies.");
  }
  if (findings.length > 0) {
    advice.push(
      "Where no new edge is plausible: what is given may be measured with error or in coarse groups, a variable may be missing from the graph, or the rows may have been selected.",
    );
  }
  if (findings.length > 0 && findings.every(({ strength }) => (strength ?? 0) < WEAK)) {
    const why = law
      ? "An exact law shows the smallest departures"
      : `In ${count(size, "row")} small departures show too`;
    advice.push(`What was found is weak (below ${WEAK}). ${why}: ask whether they matter for your question.`);
  }
  if (scanned.length === 0) {
    advice.push("The graph claims no independence between measured variables, so there was nothing to test.");
  } else if (findings.length === 0) {
    advice.push(
      "That nothing contradicts the graph does not prove it: another graph that claims the same independencies, or fewer, fits as well.",
    );
  }
  if (!law && tests > 0) {
    const limit = (normalQuantile(1 - level / (2 * tests)) + normalQuantile(0.8)) / Math.sqrt(size);
    if (limit < 1) {
      advice.push(
        `With ${count(size, "row")} and ${count(tests, "test")}, a dependence weaker than about ${limit.toFixed(2)} (as a partial correlation) will often go unseen.`,
      );
    }
  }
  advice.push(
    "Only missing arrows are tested. An arrow too many, or one that points the wrong way, may not show at all.",
  );
  if (inseparable.length > 0) {
    const one = inseparable.length === 1;
    advice.push(
      `${count(inseparable.length, "pair")} without an edge (${listed(inseparable.slice(0, 3).map((pair) => pair.join(" and ")))}${inseparable.length > 3 ? " among them" : ""}) ${one ? "is" : "are"} separated by no measured variables; what the graph says of ${one ? "it" : "them"} is no independence and was not tested.`,
    );
  }
  return advice;
}

/** What a contradiction rests on. */
export function assumptionsOf({ scanned, law }: Outcome): readonly Remark[] {
  const remarks: Remark[] = [
    {
      id: "causal-markov",
      text: "Each variable is independent of its non-effects given its causes (causal Markov condition), so that a dependence counts against the graph.",
    },
  ];
  if (law) {
    const text =
      "The table is an exact law: an independence is contradicted where more than 1e-9 of the probability would have to move.";
    return [...remarks, { id: "exact-law", text }];
  }
  remarks.push({ id: "independent-rows", text: "The rows are independent of each other: nobody stands in several." });
  if (scanned.some(({ test }) => test.startsWith("generalised"))) {
    const text =
      "Where numbers are compared, their means given others can be learnt from these rows, by a smooth regression or by trees; a contradiction must hold with both.";
    remarks.push({ id: "means", text });
  }
  return remarks;
}

/** What could not be done as it should. */
export function warningsOf({ scanned }: Outcome): readonly Remark[] {
  const warnings: Remark[] = [];
  const open = scanned.filter(({ test }) => test === "none");
  if (open.length > 0) {
    const reasons = [...new Set(open.map(({ reason }) => reason ?? ""))];
    const shown = reasons.slice(0, 3).join("; ");
    const all = scanned.length === 1 ? "1 independence" : `${scanned.length} independencies`;
    const more = reasons.length > 3 ? "; and other reasons" : "";
    const text = `${open.length} of ${all} could not be tested: ${shown}${more}.`;
    warnings.push({ id: "not-tested", text });
  }
  const part = scanned.filter(({ test }) => test.endsWith("rows")).length;
  if (part > 0) {
    const text = `${count(part, "test")} used about 20,000 of the rows, chosen by their content; more would tell little more and take long.`;
    warnings.push({ id: "part-of-rows", text });
  }
  return warnings;
}
