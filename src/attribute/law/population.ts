import { estimateOf } from "../../estimate/scores.js";
import { tianPearl } from "../../law/response.js";
import type { Answer, Range, Remark } from "../../query/answer.js";
import type { Attribution, CausationAnswer, ResponseTypes } from "../../query/attribution.js";
import { answerOf, type Context, noAnswer } from "../context.js";
import { word } from "../wording.js";
import { eventAverages, type LawAverages, LESS, ONE, OVER, P0, P1, P10, PER_ARM } from "./averages.js";
import type { LawWords } from "./words.js";

/** E[...] over everybody of average `a`. */
function everybody(z: Float64Array, a: number): number {
  return (z[a] + z[PER_ARM + a]) / (z[ONE] + z[PER_ARM + ONE]);
}

const NOT_AN_EFFECT: Remark = {
  id: "pn-is-not-an-effect",
  text: "Under independent noises this counts chance as a cause: it equals the policy share plus the chance share, and a useless policy can have one half (THEORY 4.5). For what the policy changed, read the policy share.",
};

function questions({ sample }: Context) {
  const { treatment, outcome } = sample;
  if (outcome.kind !== "binary") throw new Error("response types are for two-valued outcomes");
  const [arm, out] = [word(treatment.name), word(outcome.name)];
  const label = (value: boolean) => word(value ? outcome.labels.yes : outcome.labels.no);
  const ask = (which: string | number | boolean, value: boolean) => `${out}[${arm}=${word(which)}]=${label(value)}`;
  return {
    y1: (value: boolean) => ask(treatment.labels.yes, value),
    y0: (value: boolean) => ask(treatment.labels.no, value),
    seen: (t: boolean, y: boolean) =>
      `${arm}=${word(t ? treatment.labels.yes : treatment.labels.no)}, ${out}=${label(y)}`,
  };
}

/** Shares of compliers, always, never and defiers in everybody, noises independent, with their bounds for any noises (THEORY 4.2 to 4.4). */
export function lawTypes(context: Context, { scores }: LawAverages, words: LawWords): ResponseTypes {
  const { y1, y0 } = questions(context);
  const share = (one: boolean, zero: boolean, both: number) => (z: Float64Array) => {
    const [p1, p0, p10] = [everybody(z, P1), everybody(z, P0), everybody(z, both)];
    return one ? (zero ? p10 : p1 - p10) : zero ? p0 - p10 : 1 - p1 - p0 + p10;
  };
  const ask = (one: boolean, zero: boolean) => {
    const ends = [share(one, zero, LESS)(scores.mean), share(one, zero, OVER)(scores.mean)];
    const bounds: Range = [Math.max(0, Math.min(...ends)), Math.min(1, Math.max(...ends))];
    return answerOf(context, {
      query: `P(${y1(one)}, ${y0(zero)})`,
      estimate: estimateOf(scores, share(one, zero, P10)),
      bounds,
      layer: 3,
      method: words.method,
      needs: ["independence", ...words.needs, ...words.crossNeeds],
    });
  };
  return {
    complier: ask(true, false),
    always: ask(true, true),
    never: ask(false, false),
    defier: ask(false, true),
  };
}

/** PN, PS, PNS under independent noises, Tian and Pearl's bounds from both laws, and the bounds averaged over individuals (THEORY 4.1 to 4.4). */
export function lawCausation(
  context: Context,
  { scores }: LawAverages,
  words: LawWords,
): NonNullable<Attribution["causation"]> | undefined {
  const { y1, y0, seen } = questions(context);
  const z = scores.mean;
  const [harmed, spared] = [eventAverages(z, 1, 1), eventAverages(z, 0, 0)];
  if (!(harmed.b > 0 && spared.b > 0)) return undefined;
  const bounds = tianPearl({
    y1: everybody(z, P1),
    y0: everybody(z, P0),
    p11: harmed.b,
    p10: eventAverages(z, 1, 0).b,
    p01: eventAverages(z, 0, 1).b,
    p00: spared.b,
  });
  const ask = (
    query: string,
    f: (z: Float64Array) => number,
    range: Range,
    stratified: Range,
    warnings: readonly Remark[],
  ): CausationAnswer => ({
    ...answerOf(context, {
      query,
      estimate: estimateOf(scores, f),
      bounds: range,
      layer: 3,
      method: words.method,
      needs: ["independence", ...words.needs, ...words.crossNeeds],
      warnings,
    }),
    stratified: [Math.max(0, stratified[0]), Math.min(1, stratified[1])] as const,
  });
  const otherwise = (t: 0 | 1, y: 0 | 1) => (at: Float64Array) => {
    const { b, c } = eventAverages(at, t, y);
    return 1 - c / b;
  };
  const [p1, less, over] = [everybody(z, P1), everybody(z, LESS), everybody(z, OVER)];
  return {
    pn: ask(
      `P(${y0(false)} | ${seen(true, true)})`,
      otherwise(1, 1),
      bounds.pn,
      [1 - harmed.big / harmed.b, 1 - harmed.small / harmed.b],
      [NOT_AN_EFFECT],
    ),
    ps: ask(
      `P(${y1(true)} | ${seen(false, false)})`,
      otherwise(0, 0),
      bounds.ps,
      [1 - spared.big / spared.b, 1 - spared.small / spared.b],
      [NOT_AN_EFFECT],
    ),
    pns: ask(
      `P(${y1(true)}, ${y0(false)})`,
      (at) => everybody(at, P1) - everybody(at, P10),
      bounds.pns,
      [p1 - less, p1 - over],
      [],
    ),
  };
}

/** Places of the averages that effects are made of, for either kind of outcome. */
export interface EffectPlaces {
  readonly perArm: number;
  readonly one: number;
  readonly mean1: number;
  readonly mean0: number;
}

/** ATE, ETT and the naive difference, from the averages of both arms' means over the rows of each arm. */
export function lawEffects(
  context: Context,
  { scores }: Pick<LawAverages, "scores">,
  words: LawWords,
  places: EffectPlaces = { perArm: PER_ARM, one: ONE, mean1: P1, mean0: P0 },
): Attribution["effect"] {
  const { sample, settings } = context;
  const { treatment, outcome } = sample;
  const [arm, out] = [word(treatment.name), word(outcome.name)];
  const { perArm, one, mean1, mean0 } = places;
  const ask = (query: string, layer: 1 | 2 | 3, f: (z: Float64Array) => number): Answer =>
    answerOf(context, {
      query,
      estimate: estimateOf(scores, f),
      layer,
      method: layer === 1 ? "plain difference of means" : words.method,
      needs: layer === 1 ? [] : [...words.needs, ...words.crossNeeds, "no-interference"],
    });
  const refuse = (query: string, who: string) => noAnswer(context, query, 2, `only the ${who} were asked about`);
  const [ate, ett] = [`ATE(${arm} -> ${out})`, `ETT(${arm} -> ${out})`];
  const { yes, no } = treatment.labels;
  return {
    ate:
      settings.target === "ate"
        ? ask(ate, 2, (z) => {
            const rows = z[one] + z[perArm + one];
            return (z[mean1] + z[perArm + mean1] - z[mean0] - z[perArm + mean0]) / rows;
          })
        : refuse(ate, settings.target === "att" ? "treated" : "untreated"),
    ett:
      settings.target === "atc"
        ? refuse(ett, "untreated")
        : ask(ett, 3, (z) => (z[perArm + mean1] - z[perArm + mean0]) / z[perArm + one]),
    naive: ask(
      `E[${out} | ${arm}=${word(yes)}] - E[${out} | ${arm}=${word(no)}]`,
      1,
      (z) => z[perArm + mean1] / z[perArm + one] - z[mean0] / z[one],
    ),
  };
}
