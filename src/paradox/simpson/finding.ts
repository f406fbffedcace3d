import type { Strata, StrataTable } from "../../num/strata.js";
import type {
  ArmInStratum,
  Difference,
  LeftStrata,
  SimpsonFinding,
  SimpsonKind,
  Stratum,
} from "../../query/simpson.js";
import { adviceOf } from "./advice.js";
import type { Cells } from "./cells.js";
import { type Blend, contrastAt, contrastOf } from "./contrast.js";
import { decompose, leadsOf, mixesApart } from "./decompose.js";
import { mantelHaenszel } from "./odds.js";
import { type Placed, readGraph } from "./roles.js";
import type { Words } from "./say.js";
import { claimText, type Found, numbersText, readingText } from "./sentences.js";
import type { Judge, Verdict } from "./verdict.js";

/** What a finding is made in view of. */
interface About {
  readonly table: StrataTable;
  readonly whole: Cells;
  readonly judge: Judge;
  readonly words: Words;
  readonly level: number;
  readonly placed: Placed | undefined;
  /** False: the numbers reverse, and chance can have made that. */
  readonly secured: boolean;
}

/** Strata without an arm that are named; all are counted. */
const MOST_NAMED = 5;

/** Everything about one set of columns that says something. Cost: O(strata), some fifty times. */
export function findingOf(
  {
    strata,
    cells,
    own,
    verdict,
  }: { readonly strata: Strata; readonly cells: Cells; readonly own: number; readonly verdict: Verdict },
  { table, whole, judge, words, level, placed, secured }: About,
): SimpsonFinding {
  const { law, outcome } = table;
  const kind = verdict.kind!;
  const sure = law ? undefined : judge;
  const difference = (mix: keyof Blend) => differenceOf(cells, mix, sure, own);
  const raw = differenceOf(whole, "raw", sure, own);
  const leads = leadsOf(cells);
  const compared = difference("raw");
  const found: Found = {
    secured,
    paradox: "simpson",
    by: strata.by,
    kind,
    everywhere: isEverywhere(kind, leads, cells.places.length, raw.value),
    raw,
    ...(cells.lone.length > 0 && { compared }),
    standardised: {
      everybody: difference("everybody"),
      treated: difference("treated"),
      untreated: difference("untreated"),
    },
    decomposition: decompose(cells),
    outside: cells.lone.length > 0 ? raw.value - compared.value : 0,
    leads,
    mantelHaenszel: outcome.kind === "binary" ? { ...mantelHaenszel(cells, law ? undefined : own) } : null,
    strata: strataOf(strata, whole),
    left: leftOf(strata, cells),
    mixesApart: mixesApart(cells),
    p: verdict.p,
    adjusted: verdict.p === null ? null : Math.min(1, (verdict.p * level) / own),
    confidence: 1 - own,
    ...(placed && { graph: readGraph(placed, strata.by) }),
  };
  const { paradox, by, everywhere, secured: _, ...rest } = found;
  const claim = claimText(found, words);
  const text = `${claim} ${numbersText(found, words)}`;
  const reading = readingText(found, words);
  const advice = adviceOf(found, words);
  return { paradox, by, claim, text, everywhere, ...rest, reading, advice };
}

/** A difference with the averages of both arms; no interval without a judge. Cost: O(strata), some dozens of times. */
export function differenceOf(cells: Cells, mix: keyof Blend, judge: Judge | undefined, level: number): Difference {
  const contrast = contrastOf(cells, { [mix]: 1 });
  let [treated, untreated] = [0, 0];
  for (let i = 0; i < cells.count.length; i += 2) {
    untreated -= contrast.weights[i] * cells.mean[i];
    treated += contrast.weights[i + 1] * cells.mean[i + 1];
  }
  const interval = judge && { interval: judge(cells, { [mix]: 1 }).interval(level) };
  return { value: contrastAt(contrast, cells.mean), ...interval, treated, untreated };
}

/** Do all the strata that compare show by themselves what their average shows? */
function isEverywhere(
  kind: SimpsonKind,
  { treated, untreated }: { readonly treated: number; readonly untreated: number },
  strata: number,
  raw: number,
): boolean {
  if (kind === "reversal") return (raw > 0 ? untreated : treated) === strata;
  return treated === strata || untreated === strata;
}

function strataOf({ count, sum, labels }: Strata, whole: Cells): readonly Stratum[] {
  return labels.map((label, s) => {
    const arm = (a: 0 | 1): ArmInStratum => {
      const n = count[2 * s + a];
      return { count: n, mean: n > 0 ? sum[2 * s + a] / n : null, share: n / whole.arms[a] };
    };
    const [untreated, treated] = [arm(0), arm(1)];
    const both = treated.mean !== null && untreated.mean !== null;
    return { labels: label, treated, untreated, difference: both ? treated.mean - untreated.mean : null };
  });
}

function leftOf({ labels }: Strata, { lone, left }: Cells): LeftStrata {
  return { strata: lone.length, share: left, labels: lone.slice(0, MOST_NAMED).map((s) => labels[s]) };
}
