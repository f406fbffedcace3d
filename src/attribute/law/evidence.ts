import { estimateOf } from "../../estimate/scores.js";
import type { Evidence, ResponseTypes } from "../../query/attribution.js";
import { answerOf, type Context } from "../context.js";
import { emptyEvidence, type Pieces, shareAnswers } from "../shares.js";
import { eventWords, word } from "../wording.js";
import { type EventAverages, eventAverages, type LawAverages } from "./averages.js";
import type { LawWords } from "./words.js";

/**
 * Splits the successes or failures of one arm (THEORY 5.1) with a law of the individual: abduction, valuation, reduction (2.4) with the
 * individual's own q and r, so that recurrence is a value and not only a lower end. Cost: O(clusters) for each of a dozen intervals.
 */
export function lawEvidence(
  context: Context,
  averages: LawAverages,
  words: LawWords,
  t: 0 | 1,
  y: 0 | 1,
  rows: number,
): Evidence {
  const event = eventWords(context.sample, t === 1, y === 1);
  if (rows === 0) return emptyEvidence(context, event, t === 1, y === 1);
  const dial = context.settings.coupling;
  const from = (f: (event: EventAverages) => number) => (z: Float64Array) => f(eventAverages(z, t, y));
  const estimate: Pieces["estimate"] = (f) => estimateOf(averages.scores, f);
  const evidence = shareAnswers(context, {
    words: event,
    treated: t === 1,
    success: y === 1,
    rows,
    total: () => 1,
    again: from(({ a, b }) => dial + ((1 - dial) * a) / b),
    // A share of the worlds keeps the one uniform noise: the other arm then agrees as often as that allows (THEORY 1.7, 5.4).
    otherwise: from(({ b, c, big }) => ((1 - dial) * c + (dial > 0 ? dial * big : 0)) / b),
    everybody: (z) => {
      const { same, other } = eventAverages(z, t, y);
      return [same, other];
    },
    estimate,
    bounds: {},
    method: { again: words.method, otherwise: words.method },
    needs: { again: ["coupling", ...words.needs], otherwise: ["coupling", ...words.needs, ...words.crossNeeds] },
  });
  return { ...evidence, responses: typesGiven(context, words, t, y, event.evidence, estimate) };
}

/** P(complier | evidence) and the others, noises independent: averages of q times the type's probability (THEORY 4.2). */
function typesGiven(
  context: Context,
  words: LawWords,
  t: 0 | 1,
  y: 0 | 1,
  evidence: string,
  estimate: Pieces["estimate"],
): ResponseTypes {
  const { treatment, outcome } = context.sample;
  if (outcome.kind !== "binary") throw new Error("response types are for two-valued outcomes");
  const [arm, out] = [word(treatment.name), word(outcome.name)];
  const label = (value: boolean) => word(value ? outcome.labels.yes : outcome.labels.no);
  const [treated, control] = [word(treatment.labels.yes), word(treatment.labels.no)];
  const ask = (one: boolean, zero: boolean) => {
    // Seen from the event: does this type answer like it in the arm it was in, and in the other?
    const [own, rest] = t === 1 ? [one, zero] : [zero, one];
    const [here, there] = [own === (y === 1), rest === (y === 1)];
    const share = ({ a, b, c, squareTimes: d }: EventAverages) =>
      (here ? (there ? d : a - d) : there ? c - d : b - a - c + d) / b;
    return answerOf(context, {
      query: `P(${out}[${arm}=${treated}]=${label(one)}, ${out}[${arm}=${control}]=${label(zero)} | ${evidence})`,
      estimate: estimate((z) => share(eventAverages(z, t, y))),
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
