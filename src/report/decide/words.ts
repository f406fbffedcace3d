import type { Answer } from "../../query/answer.js";
import type { ComparedPolicy, Decision } from "../../query/decision.js";
import { valueText } from "../effect/scale.js";
import { amounts, countText, percent, rangeText, type Scale } from "../format.js";
import { levelText } from "../lines.js";
import { holdsText } from "../model/terms.js";

/** How benefits are written: with a sign, in as many digits as the largest of them needs. */
export function benefitScale({ policies, groups }: Pick<Decision, "policies" | "groups">): Scale {
  const answers = [...policies, ...groups].map(({ benefit }) => benefit);
  const sizes = answers.flatMap(({ value, bounds }) => [value ?? 0, ...(bounds ?? [])]).map(Math.abs);
  const largest = Math.max(0, ...sizes.filter(Number.isFinite));
  // More digits than that leave no room for anything else.
  if (largest >= 1e9) return { text: valueText, bare: valueText };
  const { text, bare } = amounts(largest, true);
  return { text: (value) => (value === 0 ? "0" : text(value)), bare };
}

/** "0.31 to 0.65"; empty where there is no interval. */
export function intervalOf({ interval }: Pick<Answer, "interval">, scale: Scale): string {
  return interval === undefined ? "" : rangeText(interval, scale);
}

/** Bounds that are wider than the value: "0.2 to 0.9"; empty where no noises change it. */
export function boundsOf(answer: Answer, scale: Scale): string {
  return isOpen(answer) ? rangeText(answer.bounds!, scale) : "";
}

/** Do the noises matter for this number? */
export function isOpen({ bounds, value }: Answer): boolean {
  if (bounds === undefined) return false;
  const rounding = 1e-9 * Math.max(1, Math.abs(bounds[0]), Math.abs(bounds[1]));
  return bounds[1] - bounds[0] > rounding || value === null;
}

/** "subsidy = 1": what treating is. */
function treatText({ treatment }: Decision): string {
  return holdsText(treatment.name, treatment.treated);
}

export function referenceText({ treatment }: Decision): string {
  return holdsText(treatment.name, treatment.reference);
}

/** "retained = 1". */
export function successText({ outcome }: Decision): string {
  return holdsText(outcome.name, outcome.success);
}

/** The page's title. */
export function titleText(decision: Decision): string {
  return `Who should get ${treatText(decision)}?`;
}

/** Is the table an exact law? Then counts are mass. */
export function isLaw({ provenance }: Decision): boolean {
  return provenance["weights"] === "law";
}

/** "2,340", or of an exact law "23 % of all". */
export function peopleCount(decision: Decision, rows: number): string {
  return isLaw(decision) ? `${percent.text(rows)} of all` : countText(rows);
}

/** The policy that is compared under a name, where it is there. */
export function policyOf({ policies }: Decision, name: ComparedPolicy["name"]): ComparedPolicy | undefined {
  return policies.find((one) => one.name === name);
}

/** "+0.48 (95 % interval 0.31 to 0.65; any noises 0.2 to 0.9)". */
export function worthText(answer: Answer, scale: Scale, level = levelText([answer])): string {
  const { value } = answer;
  const [interval, bounds] = [intervalOf(answer, scale), boundsOf(answer, scale)];
  const notes = [
    ...(interval === "" ? [] : [`${level === "" ? "" : `${level} `}${interval}`]),
    ...(bounds === "" ? [] : [`whatever the noises [${bounds}]`]),
  ];
  const number = value === null ? "not known" : scale.text(value);
  return notes.length === 0 ? number : `${number} (${notes.join("; ")})`;
}

/** The answer in plain words, three sentences: whom to treat, how many, what it is worth, beside nobody and everybody. */
export function headline(decision: Decision): readonly string[] {
  const scale = benefitScale(decision);
  const chosen = policyOf(decision, "chosen");
  if (chosen === undefined) return ["Nobody was there to decide about.", "", ""];
  return [who(decision), worth(chosen, scale, decision.treated), beside(decision, scale)];
}

function who(decision: Decision): string {
  const { treated, individuals, rule } = decision;
  const treat = treatText(decision);
  if (treated === 0) return `Give ${treat} to nobody: ${noneText(decision)}.`;
  if (treated === 1) return `Give ${treat} to everybody (${peopleCount(decision, individuals.count)}).`;
  const limited = decision.groups.some(({ reason, rows }) => reason === "budget" && rows > 0);
  const by = {
    expected: "who are expected to gain",
    maximin: "who gain even at worst",
    regret: "with more to gain than to lose",
  };
  const count = isLaw(decision)
    ? percent.text(treated)
    : `${countText(Math.round(treated * individuals.count))} of ${countText(individuals.count)} (${percent.text(treated)})`;
  return `Give ${treat} to the ${count} ${limited ? "with most to gain" : by[rule]}.`;
}

function noneText({ budget, rule }: Decision): string {
  if (budget === 0) return "the budget is nought";
  return rule === "maximin" ? "none is sure to gain, whatever the noises" : "none is worth it";
}

function worth({ benefit }: ComparedPolicy, scale: Scale, treated: number): string {
  if (treated === 0) return "Treating nobody is what everything is counted from, so it is worth 0.";
  if (benefit.value === null) return "What that is worth is not known.";
  const interval = intervalOf(benefit, scale);
  const bounds = boundsOf(benefit, scale);
  const level = levelText([benefit]);
  return (
    `That is worth ${scale.text(benefit.value)} per individual of all` +
    `${interval === "" ? "" : ` (${level}: ${interval})`}` +
    `${bounds === "" ? "" : `; whatever the noises, from ${scale.bare(benefit.bounds![0])} to ${scale.bare(benefit.bounds![1])}`}.`
  );
}

/** Against nobody and everybody. */
function beside(decision: Decision, scale: Scale): string {
  const everybody = policyOf(decision, "everybody");
  if (decision.treated === 0) {
    return everybody === undefined ? "" : `Treating everybody would be worth ${worthText(everybody.benefit, scale)}.`;
  }
  if (decision.treated === 1 || everybody === undefined) return "Treating nobody is worth 0.";
  return `Treating nobody is worth 0, everybody ${worthText(everybody.benefit, scale)}.`;
}
