import type { Answer } from "../../query/answer.js";
import type { EffectAnswer, Method } from "../../query/effect.js";
import { cleanDeep } from "../clean.js";
import type { Scale } from "../format.js";
import { levelText, reasonText } from "../lines.js";
import { methodName } from "./methods.js";
import { effectScale, includesNothing } from "./scale.js";
import { armText, outcomeText, peopleText, referenceText } from "./words.js";

/**
 * The recommended estimate in one sentence: the effect, its interval, whose average effect it is, by which estimator; that it may be nothing
 * where the interval says so; the reason where there is no estimate.
 */
export function effectSentence(answer: EffectAnswer): string {
  return tiedEffect(cleanDeep(answer, 0)).replaceAll("\u00a0", " ");
}

/** The sentence with its numbers tied to their units by no-break spaces, from a record that is clean already. */
export function tiedEffect(answer: EffectAnswer): string {
  const one = answer.estimates[answer.recommended];
  if (one === undefined || one.value === null) return unknownSentence(answer, one);
  const said =
    answer.contrast === "difference"
      ? differenceSentence(answer, one.value, one)
      : ratioSentence(answer, one.value, one);
  const by = answer.recommended.startsWith("natural-") ? "" : `, by ${methodName(answer.recommended)}`;
  return `${said}${way(answer.recommended)}${by}.${doubt(answer, one)}`;
}

/** A direct effect is not the effect. */
function way(method: Method): string {
  if (method === "natural-direct") return ", apart from what goes through the mediators";
  return method === "natural-indirect" ? ", through the mediators alone" : "";
}

function doubt({ contrast }: EffectAnswer, { interval }: Answer): string {
  if (!includesNothing(interval, contrast)) return "";
  return ` There may be no effect: the interval includes ${contrast === "difference" ? 0 : 1}.`;
}

/** Whom it is about, and what changes it, said again behind the number where the opening did not say it. */
interface Opening {
  readonly start: string;
  readonly verb: "is" | "would be";
  readonly again: string;
}

function openingOf(answer: EffectAnswer): Opening {
  const { recommended, target } = answer;
  const people = peopleText(answer, recommended);
  const arm = armText(answer);
  if (people === "everybody") return { start: `With ${arm},`, verb: "is", again: "" };
  // The treated had it: the effect is what it did to them.
  const had = PANEL.includes(recommended) || (target === "att" && people === `those with ${arm}`);
  if (had) return { start: `For ${people},`, verb: "is", again: ` because of ${arm}` };
  return { start: `For ${people},`, verb: target === "atc" ? "would be" : "is", again: ` with ${arm}` };
}

const PANEL: readonly Method[] = ["did", "synthetic-control", "synthetic-did"];

function differenceSentence(answer: EffectAnswer, value: number, one: Answer): string {
  const scale = effectScale(answer);
  const binary = answer.outcome.kind === "binary";
  const [up, down, same] = binary
    ? ["more likely", "less likely", "as likely as without it, to the digits shown"]
    : ["higher", "lower", "no different, to the digits shown"];
  const { start, verb, again } = openingOf(answer);
  const size = scale.text(Math.abs(value)).replace(/^\+/, "");
  const change = isNothing(value, scale) ? same : `${size} ${value < 0 ? down : up}`;
  const within = intervalText(one, value, scale, [down, up]);
  return `${start} ${outcomeText(answer)} ${verb} ${change}${within}${binary ? "" : " on average"}${again}`;
}

/** Does the number read as zero? */
function isNothing(value: number, { bare }: Scale): boolean {
  return !/[1-9∞]/.test(bare(value));
}

/** Sizes where value and interval go one way, "from 3 lower to 8 higher" where they do not. */
function intervalText(one: Answer, value: number, scale: Scale, [down, up]: readonly [string, string]): string {
  const { interval } = one;
  if (interval === undefined) return "";
  const size = (end: number): string => scale.bare(Math.abs(end)).replaceAll(" ", "\u00a0");
  const head = ` (${levelText([one])} `;
  const alike = interval.every((end) => Math.sign(end) === Math.sign(value)) && !isNothing(value, scale);
  if (!alike) {
    const told = (end: number): string => `${size(end)}\u00a0${end < 0 ? down : up}`;
    return `${head}from ${told(interval[0])} to ${told(interval[1])})`;
  }
  const [near, far] = value < 0 ? [interval[1], interval[0]] : interval;
  return `${head}${size(near)}\u00a0to\u00a0${size(far)})`;
}

function ratioSentence(answer: EffectAnswer, value: number, one: Answer): string {
  const scale = effectScale(answer);
  const { start } = openingOf(answer);
  const y = outcomeText(answer);
  const times = `${scale.bare(value)}\u00a0times`;
  const within = ratioInterval(one, scale);
  const other = `with ${referenceText(answer)}`;
  // An opening that names people does not say what is compared.
  const arm = start.startsWith("With") ? "" : ` with ${armText(answer)}`;
  if (answer.contrast === "odds-ratio")
    return `${start} the odds of ${y}${arm} are ${times}${within} what they are ${other}`;
  if (answer.outcome.kind === "binary") return `${start} ${y} is ${times} as likely${within}${arm} as ${other}`;
  return `${start} the average ${y}${arm} is ${times}${within} what it is ${other}`;
}

function ratioInterval(one: Answer, { bare }: Scale): string {
  const { interval } = one;
  if (interval === undefined) return "";
  const [low, high] = interval;
  return ` (${levelText([one])} ${bare(low)}\u00a0to\u00a0${bare(high)})`;
}

function unknownSentence(answer: EffectAnswer, one: Answer | undefined): string {
  const effect = `the effect of ${armText(answer)} on ${outcomeText(answer)} for ${peopleText(answer, answer.recommended)}`;
  if (one?.bounds !== undefined) {
    const { bare } = effectScale(answer);
    return `The data only bound ${effect}: it lies between ${bare(one.bounds[0])} and ${bare(one.bounds[1])}.`;
  }
  const why = one === undefined ? "no estimator was tried" : reasonText(one).replace(/\.$/, "");
  return `There is no estimate of ${effect}: ${why}.`;
}
