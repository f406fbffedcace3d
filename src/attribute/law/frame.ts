import { overlapOf } from "../../estimate/overlap.js";
import type { ScoreRows } from "../../estimate/scores.js";
import { assignFolds, type Entries } from "../../learn/folds.js";
import type { LearnNote } from "../../learn/learner.js";
import type { Nuisances } from "../../learn/nuisances.js";
import { hashText, mix } from "../../num/hash.js";
import type { Sample } from "../../num/sample.js";
import type { Remark } from "../../query/answer.js";
import type { Attribution, Evidence } from "../../query/attribution.js";
import { ENGINE } from "../../query/engine.js";
import { cloudOf } from "../cloud.js";
import type { Context } from "../context.js";
import type { Individuals } from "../individuals.js";
import type { Settings } from "../options.js";
import { type LawFacts, lawAssumptions, lawIndividual } from "./words.js";

/** The words of an attribution that its sample alone decides. */
export type Named = Pick<Attribution, "question" | "treatment" | "outcome">;

/** The answer, and the individuals behind it. */
export interface LawAttributed {
  readonly answer: Attribution;
  readonly individuals: Individuals;
}

/** What a law says of each row's individual after all that is known of it: means in both arms, and P(T=1). */
export interface RowLaw {
  readonly m0: Float64Array;
  readonly m1: Float64Array;
  readonly e: Float64Array;
}

/** Fewer rows than this make an interval by the normal law doubtful. */
const SMALL = 30;
/** Observations by row and the unit that each hangs together with. */
function scoreRows({ rows, weights, unit }: Sample, entries: Entries): ScoreRows {
  const base = { count: entries.count, total: entries.total, law: weights?.kind === "law" };
  if (!unit) return base;
  const copies = new Float64Array(unit.labels.length).fill(1);
  if (weights?.kind === "counts") for (let i = 0; i < rows; i++) copies[unit.codes[i]] = weights.values[i];
  return { ...base, cluster: unit.codes, copies };
}

/** The parts of an attribution that look at rows, filled with what the law says of each. */
export function contextOf(sample: Sample, settings: Settings, facts: LawFacts, law: RowLaw, learner: string): Context {
  const dealt = assignFolds({ ...sample, given: [] }, 1, settings.seed);
  // The picture draws rows by their content, which without covariates is whose they are.
  const names = sample.unit?.labels.map((label) => hashText(String(label)));
  const rowHash = dealt.rowHash.map((hash, i) => (names ? mix(hash, names[sample.unit!.codes[i]]) : hash));
  const entries = { ...dealt, rowHash };
  const mean = (values: Float64Array) => ({ mean: values, sum: values, product: values });
  const learnt: Nuisances = {
    entries,
    t: sample.treatment.values,
    y: sample.outcome.values,
    e: law.e,
    m: [mean(law.m0), mean(law.m1)],
    notes: [],
  };
  return {
    sample,
    settings,
    learnt,
    rows: scoreRows(sample, entries),
    assumptions: lawAssumptions(sample, settings, facts),
    provenance: {
      engine: ENGINE,
      source: sample.data.source,
      learner,
      ...(facts.classes === undefined ? {} : { classes: facts.classes }),
      folds: 1,
      seed: settings.seed,
      ...(sample.weights ? { weights: sample.weights.kind } : {}),
    },
  };
}

/** Observations that show arm t and outcome y. */
export function countEvent({ sample, rows }: Context, t: 0 | 1, y: 0 | 1): number {
  let shown = 0;
  for (let i = 0; i < sample.rows; i++) {
    if (sample.treatment.values[i] === t && sample.outcome.values[i] === y) shown += rows.count[i];
  }
  return shown;
}

function fewRows(context: Context, evidence: readonly Evidence[]): Remark[] {
  const thin = evidence.filter((one) => one.rows > 0 && one.rows < SMALL && !context.rows.law);
  if (thin.length === 0) return [];
  const label = (one: Evidence) =>
    Object.entries(one.given)
      .map(([name, value]) => `${name} = ${value}`)
      .join(", ");
  return [
    {
      id: "few-rows",
      text: `Few rows show ${thin.map((one) => `${label(one)} (${one.rows})`).join("; ")}: read those intervals as rough.`,
    },
  ];
}

/** Fewest and most rows of a unit. */
function extent({ unit, rows }: Sample): readonly [number, number] {
  if (!unit) return [1, 1];
  const seen = new Float64Array(unit.labels.length);
  for (let i = 0; i < rows; i++) seen[unit.codes[i]]++;
  let [fewest, most] = [Number.POSITIVE_INFINITY, 0];
  for (const n of seen) {
    if (n === 0) continue;
    fewest = Math.min(fewest, n);
    most = Math.max(most, n);
  }
  return [fewest, most];
}

export type Parts = Pick<Attribution, "effect" | "evidence" | "causation" | "responses" | "variance" | "reliability">;

export function assemble(
  context: Context,
  named: Named,
  facts: LawFacts,
  parts: Parts,
  notes: readonly LearnNote[],
): Attribution {
  const { sample, settings, learnt } = context;
  return {
    ...named,
    individual: lawIndividual(sample, facts, ...extent(sample)),
    coupling: settings.coupling,
    ...parts,
    overlap: overlapOf({ t: learnt.t, e: learnt.e, count: learnt.entries.count }, settings.target),
    cloud: cloudOf(context),
    assumptions: [...context.assumptions.values()],
    warnings: [...notes, ...fewRows(context, parts.evidence)],
    data: sample.data,
    provenance: context.provenance,
  };
}

export function individualsOf({ sample }: Context, { m0, m1 }: RowLaw): Individuals {
  const { unit, treatment, outcome, rows } = sample;
  const ids = unit
    ? Array.from(unit.codes, (code) => unit.labels[code])
    : (sample.rowNumbers ?? Int32Array.from({ length: rows }, (_, i) => i + 1));
  const base = { name: unit?.name ?? "row", unit: ids, p1: m1, p0: m0 };
  if (outcome.kind === "numeric") return base;
  const recurrence = Float64Array.from(m1, (one, i) => {
    const p = treatment.values[i] === 1 ? one : m0[i];
    return outcome.values[i] === 1 ? p : 1 - p;
  });
  return { ...base, recurrence };
}
