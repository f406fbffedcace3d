import type { ComparisonAnswer, ModelAnswer } from "../../query/model-answer.js";
import type { Question } from "../../query/question.js";
import { percent, type Scale } from "../format.js";
import { asksProbability } from "./asked.js";
import { numbersLike, probability, rangeWords } from "./numbers.js";
import { partsOf } from "./parts.js";
import { stepTable } from "./steps.js";

/** One of the semantics side by side, with its place on the dial. */
export interface Semantics {
  readonly name: string;
  readonly place: string;
  readonly answer: ModelAnswer;
}

/** One line of the table: a number under each of the semantics. */
export interface ComparisonRow {
  readonly label: string;
  readonly cells: readonly string[];
}

/** From the noise kept to the noise drawn afresh. */
export function semanticsOf({ scm, potentialOutcomes, disco }: ComparisonAnswer): readonly Semantics[] {
  return [
    { name: "SCM", place: "coupling 1", answer: scm },
    ...(potentialOutcomes === undefined
      ? []
      : [{ name: "potential outcomes", place: "consistency", answer: potentialOutcomes }]),
    { name: "DiscoSCM", place: "coupling 0", answer: disco },
  ];
}

/** Are the numbers compared probabilities, or shares of one? */
export function comparesShares({ disco }: ComparisonAnswer, question: Question | undefined): boolean {
  if (disco.variance !== undefined || disco.types !== undefined) return true;
  if (disco.shares !== undefined) return (disco.total ?? 1) === 1;
  return asksProbability(question);
}

/** How all numbers of the comparison are written. */
export function comparisonScale(comparison: ComparisonAnswer, question: Question | undefined): Scale {
  if (comparesShares(comparison, question)) return probability;
  return numbersLike(
    semanticsOf(comparison).flatMap(({ answer }) => partsOf(answer).map((part) => part.answer.value ?? 0)),
  );
}

/** The numbers themselves: one line, or one for each part of the answer; and the interval where there was sampling. */
export function comparisonRows(comparison: ComparisonAnswer, scale: Scale): readonly ComparisonRow[] {
  const all = semanticsOf(comparison);
  const parts = all.map(({ answer }) => partsOf(answer));
  const rows = parts[0].map(({ label }, i) => ({
    label,
    cells: parts.map((list) => {
      const value = list[i].answer.value;
      return value === null ? "not known" : scale.text(value);
    }),
  }));
  const { level } = comparison.disco;
  if (all.every(({ answer }) => answer.interval === undefined)) return rows;
  const intervals = all.map(({ answer }) => (answer.interval === undefined ? "" : rangeWords(answer.interval)));
  return [...rows, { label: level === undefined ? "interval" : `${percent.text(level)} interval`, cells: intervals }];
}

/** What each individual has under each of the semantics: the cells begin with its posterior. */
export function individualRows(
  comparison: ComparisonAnswer,
  scale: Scale,
  most: number,
): { readonly rows: readonly ComparisonRow[]; readonly left: number } | undefined {
  const all = semanticsOf(comparison);
  const table = stepTable(comparison.disco, most);
  if (table === undefined || table.rows.length < 2 || table.rows.every((row) => typeof row.value !== "number"))
    return undefined;
  const values = all.map(({ answer }) => new Map(answer.posterior?.map(({ unit, value }) => [unit, value])));
  if (values.some((one) => one.size === 0)) return undefined;
  const rows = table.rows.map(({ unit, posterior }) => ({
    label: unit,
    cells: [
      probability.text(posterior),
      ...values.map((one) => {
        const value = one.get(unit) ?? null;
        return value === null ? "–" : scale.text(value);
      }),
    ],
  }));
  return { rows, left: table.left };
}
