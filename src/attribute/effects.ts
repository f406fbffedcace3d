import { aipwAte, aipwEtt } from "../estimate/aipw.js";
import { difference } from "../estimate/difference.js";
import type { Answer } from "../query/answer.js";
import type { Attribution } from "../query/attribution.js";
import { answerOf, type Context, noAnswer } from "./context.js";
import { word } from "./wording.js";

/** ATE, ETT and the naive difference. */
export function effects(context: Context): Attribution["effect"] {
  const { sample, learnt, rows, settings } = context;
  const { treatment, outcome } = sample;
  const [arm, out] = [word(treatment.name), word(outcome.name)];
  const needs = ["exogeneity", "overlap", "no-interference"];
  const refuse = (query: string, who: string): Answer =>
    noAnswer(context, query, 2, `only the ${who} were asked about, so overlap was checked on one side only`);
  const [ate, ett] = [`ATE(${arm} -> ${out})`, `ETT(${arm} -> ${out})`];
  return {
    ate:
      settings.target === "ate"
        ? answerOf(context, {
            query: ate,
            estimate: aipwAte(learnt, rows),
            layer: 2,
            method: "augmented inverse probability weighting, cross-fitted",
            needs,
          })
        : refuse(ate, settings.target === "att" ? "treated" : "untreated"),
    ett:
      settings.target === "atc"
        ? refuse(ett, "untreated")
        : answerOf(context, {
            query: ett,
            estimate: aipwEtt(learnt, rows),
            layer: 3,
            method: "augmented inverse probability weighting, cross-fitted",
            needs,
          }),
    naive: answerOf(context, {
      query: `E[${out} | ${arm}=${word(treatment.labels.yes)}] - E[${out} | ${arm}=${word(treatment.labels.no)}]`,
      estimate: difference(learnt.t, learnt.y, rows),
      layer: 1,
      method: "plain difference of means",
      needs: [],
    }),
  };
}
