import type { Range } from "../../query/answer.js";
import type {
  ExplainedShare,
  PrincipalEffect,
  SurrogateCheck,
  SurrogateColumn,
  SurrogateNumber,
  SurrogateOfModel,
} from "../../query/surrogate.js";
import { dataText } from "../data-text.js";
import { amounts, countText, fixed, percent, points, rangeText, type Scale } from "../format.js";
import { shorten } from "../words.js";

const NAME = 32;

export type SurrogateAnswer = SurrogateCheck | SurrogateOfModel;

/** "death = yes", or the name of a number, cut to a length that a line has room for. */
export function eventText(column: SurrogateColumn): string {
  const name = shorten(column.name, NAME);
  return column.kind === "binary" ? `${name} = ${shorten(column.high, 16)}`.replaceAll(" ", "\u00a0") : name;
}

/** How changes of a column are written: points of a hundred, or its own units. */
export function scaleOf(column: SurrogateColumn, ...values: readonly number[]): Scale {
  return column.kind === "binary" ? points : amounts(Math.max(0, ...values.map(Math.abs)), true);
}

/** The answer in one sentence. */
export function headline(answer: SurrogateAnswer): string {
  const { findings, treatment, surrogate, outcome } = answer;
  const [x, s, y] = [treatment.name, surrogate.name, outcome.name].map((name) => shorten(name, NAME));
  if (findings.some(({ kind }) => kind === "reversal")) {
    return `${s} misleads: judged by it, ${x} would be thought to do the opposite of what it does to ${y}.`;
  }
  const kinds = new Set(findings.map(({ kind }) => kind));
  if (kinds.has("direct effect") || kinds.has("not transitive")) {
    return `${s} cannot stand for ${y}: part of what ${x} does goes against the way through ${s}.`;
  }
  if (answer.kind === "model") return `In this model ${s} does not mislead about the sign of what ${x} does to ${y}.`;
  if (kinds.has("not explained")) return `${s} cannot stand for ${y}: it does not carry all of what ${x} does.`;
  if (answer.consistent.verdict === "guaranteed") {
    return `The sign of what ${x} does to ${y} may be read from ${s}, in this population.`;
  }
  return `Nothing found speaks against ${s} in place of ${y}, and nothing proves it.`;
}

/** One line of the effects: what it is of, its number and interval. */
export interface EffectRow {
  readonly name: string;
  readonly value: string;
  readonly interval: string;
  readonly p: string;
}

/** The three effects of the paradox, what is left, and the ratio. */
export function effectRows(check: SurrogateCheck): readonly EffectRow[] {
  const { effects, treatment, surrogate, outcome } = check;
  const x = shorten(treatment.name, NAME);
  const [s, y] = [eventText(surrogate), eventText(outcome)];
  const row = (name: string, column: SurrogateColumn, number: SurrogateNumber): EffectRow => {
    const scale = scaleOf(column, number.value, ...(number.interval ?? []));
    const interval = number.interval === undefined ? "" : rangeText(number.interval, scale);
    return { name, value: scale.text(number.value), interval, p: pText(number.p) };
  };
  const per = surrogate.kind === "binary" ? "" : `, one more of ${shorten(surrogate.name, NAME)}`;
  const { ratio } = effects;
  return [
    row(`${x} on ${s}`, surrogate, effects.onSurrogate),
    row(`${s} with ${y}, within arms${per}`, outcome, effects.association.within),
    row(`${x} on ${y}`, outcome, effects.onOutcome),
    row(`of that, given ${shorten(surrogate.name, NAME)}`, outcome, effects.left),
    ...(ratio === undefined
      ? []
      : [
          {
            name: `${y}, treated over untreated`,
            value: `×${fixed(ratio.value, 2)}`,
            interval: ratio.interval === undefined ? "" : rangeText(ratio.interval, RATIO),
            p: pText(ratio.p),
          },
        ]),
  ];
}

const RATIO: Scale = { text: (value) => fixed(value, 2), bare: (value) => fixed(value, 2) };

/** "0.021", "3.4e-9"; never a plain 0. */
function pText(p: number | undefined): string {
  if (p === undefined) return "";
  if (p < 1e-16) return "<1e-16";
  return p < 0.001 ? p.toExponential(1) : p.toFixed(3);
}

/** The head of the intervals' column: "95 % interval". */
export function intervalHead({ level }: SurrogateCheck): string {
  return `${percent.text(1 - level)} interval`;
}

/** Shares beyond 0 and 100 are written as they are. */
const WHOLE: Scale = { text: (value) => `${fixed(value * 100, 0)}\u00a0%`, bare: (value) => fixed(value * 100, 0) };

export interface ExplainedRow {
  readonly name: string;
  readonly definition: string;
  readonly value: string;
  readonly interval: string;
  readonly fieller: string;
}

export function explainedRows({ explained }: SurrogateCheck): readonly ExplainedRow[] {
  return explained.map((one) => ({
    name: one.name,
    definition: one.reason === undefined ? one.definition : `${one.definition}. Not to be had: ${one.reason}`,
    value: one.value === null ? "–" : WHOLE.text(one.value),
    interval: one.interval === undefined ? "" : rangeText(one.interval, WHOLE),
    fieller: fiellerText(one),
  }));
}

function fiellerText({ fieller }: ExplainedShare): string {
  if (fieller === undefined) return "";
  if (fieller.ends === null) return "anywhere";
  const range = rangeText(fieller.ends, WHOLE);
  return fieller.kind === "interval" ? range : `not\u00a0${range}`;
}

/** A number and what it is of are not torn apart at the end of a line. */
export function tied(text: string): string {
  return text.replace(/(\d) (%|points)/g, "$1\u00a0$2").replace(/\bp ([=<]) (?=\d)/g, "p\u00a0$1\u00a0");
}

export interface PrincipalRow {
  readonly who: string;
  readonly share: string;
  readonly bounds: string;
  readonly interval: string;
}

export function principalRows(
  { principal }: SurrogateCheck,
  assumption: PrincipalEffect["assumption"],
): readonly PrincipalRow[] {
  const own = (principal?.effects ?? []).filter((one) => one.assumption === assumption);
  return own.map(({ who, share, bounds, interval, reason }) => ({
    who,
    share: share[1] - share[0] < 1e-9 ? percent.text(share[0]) : `${rangeText(share, percent)}\u00a0%`,
    bounds: bounds === null ? (reason ?? "–") : boundsText(bounds, points),
    interval: interval === undefined ? "" : rangeText(interval, points),
  }));
}

function boundsText(bounds: Range, scale: Scale): string {
  return `[${rangeText(bounds, scale)}]`;
}

export interface ProductRow {
  readonly text: string;
  readonly bounds: string;
  readonly interval: string;
  readonly paradox: string;
}

/** What a trial of the surrogate alone leaves open. */
export function productRows(bounds: SurrogateCheck["covariance"]["bounds"]): readonly ProductRow[] {
  return bounds.map((one) => ({
    text: one.text,
    bounds: boundsText(one.bounds, points),
    interval: one.interval === undefined ? "" : rangeText(one.interval, points),
    paradox: one.paradox,
  }));
}

/** The mark of a verdict, told by its shape. */
export function markOf(verdict: string): "✓" | "✗" | "?" {
  if (["holds", "guaranteed", "against"].includes(verdict)) return "✓";
  return ["contradicted", "not guaranteed", "for"].includes(verdict) ? "✗" : "?";
}

/** What is said of a verdict beside its mark. */
export const CAUSE_WORDS = {
  for: "speaks for it",
  against: "speaks against it",
  "cannot tell": "cannot tell",
} as const;

/** Between which groups, and how it adds up. */
export function betweenTexts({ between, outcome }: SurrogateCheck): readonly string[] {
  return between.map(({ by, left, groups, product, covariance, rest }) => {
    const name = shorten(by, NAME);
    if (left !== undefined || product === undefined || covariance === undefined || rest === undefined) {
      return `${name}: not tried, ${left ?? "too few rows"}`;
    }
    const said = (value: number) => scaleOf(outcome, value).text(value);
    return `${countText(groups.length)} groups of ${name}: product of the averages ${said(product.value)}, covariance between the groups ${said(covariance.value)}, rest ${said(rest.value)}`;
  });
}

/** What the numbers rest on, by name. */
export function basisFacts(check: SurrogateCheck): readonly (readonly [string, string])[] {
  const { arms, treatment, given, level } = check;
  const law = check.provenance["weights"] === "law";
  const size = (count: number) => (law ? percent.text(count) : countText(count));
  return [
    [
      "Arms",
      arms.map(({ arm, count }) => `${shorten(treatment.name, NAME)} = ${shorten(arm, 16)}: ${size(count)}`).join(", "),
    ],
    ...(given.length > 0 ? ([["Given", given.map((name) => shorten(name, NAME)).join(", ")]] as const) : []),
    law
      ? ["Exact law", "no sampling error, so no intervals"]
      : ["Level", `${String(level)}: each interval fails so often; findings that need several numbers share it`],
    ["Data", dataText(check.data)],
  ];
}
