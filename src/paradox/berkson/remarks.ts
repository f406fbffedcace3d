import type { Remark } from "../../query/answer.js";
import type {
  BerksonBounds,
  BerksonCheck,
  BerksonExplain,
  BerksonFinding,
  RatioEstimate,
} from "../../query/berkson.js";
import type { Corrected } from "./corrections.js";
import { directionOf } from "./findings.js";
import type { BerksonOptions } from "./options.js";
import { numberText, quoted } from "./say.js";

/** What a check has come to, for what is to be said about it. */
export interface Outcome
  extends Pick<BerksonCheck, "mode" | "pair" | "selection" | "groups" | "chances" | "bounds" | "explain" | "graph"> {
  readonly findings: readonly BerksonFinding[];
  readonly corrected: readonly Corrected[];
  readonly selected: RatioEstimate;
  readonly options: BerksonOptions;
  readonly level: number;
  readonly law: boolean;
  /** Others that were measured on the pair and could not be used. */
  readonly unused: number;
}

/** What this means, and what to do next. */
export function adviceOf(outcome: Outcome): readonly string[] {
  const { mode, findings, graph, explain, bounds, corrected, selected, level } = outcome;
  const advice: string[] = [];
  if (graph !== null) advice.push(graph.text);
  if (mode === "whole") advice.push(...wholeAdvice(outcome));
  if (mode !== "whole" && corrected.length === 0 && graph?.kind === "one-sided") {
    advice.push("By the graph the odds ratio among the selected is that of the population too.");
  } else if (mode !== "whole" && corrected.length === 0)
    advice.push(...unknownAdvice(bounds, explain, selected, level));
  if (mode !== "whole" && corrected.length > 0) {
    advice.push("The corrected odds ratio is that of the population; the one among the selected holds for them only.");
  }
  if (findings.length > 0 && mode === "whole") {
    advice.push(
      "For the population, count everybody, or weight the selected by one over their chance (--selection-probability, --given).",
    );
  }
  if (graph === null) {
    advice.push(
      "Numbers alone do not say why chances differ: --graph tells whether the selection is a common effect of the two.",
    );
  }
  return advice;
}

function wholeAdvice({ findings, pair, chances, level }: Outcome): readonly string[] {
  if (findings.length > 0) {
    const [a, b] = pair.map(({ name }) => quoted(name));
    const why =
      findings[0].bias === "negative"
        ? `h11 h00 < h10 h01 pushes the odds ratio down. So it is where either of ${a} and ${b} is enough to be selected: among the selected, who lacks the one is likely to have the other.`
        : `h11 h00 > h10 h01 pushes the odds ratio up. So it is where having both of ${a} and ${b} counts for more than each alone, in the extreme where neither alone suffices.`;
    return [`The sign: ${why}`];
  }
  if (chances === null || chances.ratio.state === "undefined") return [];
  if (directionOf(chances.ratio, level) !== 0) return [];
  const { interval } = chances.ratio;
  if (interval === undefined) return ["Selection leaves this odds ratio as it is: h11 h00 = h10 h01."];
  const [low, high] = interval;
  const ends = high === null ? `${numberText(low)} or more` : `${numberText(low)} to ${numberText(high)}`;
  return [`No change is shown, which is not the same as none: selection may multiply the odds ratio by ${ends}.`];
}

function unknownAdvice(
  bounds: BerksonBounds | null,
  explain: BerksonExplain | null,
  selected: RatioEstimate,
  level: number,
): readonly string[] {
  const advice: string[] = [];
  if (bounds !== null && bounds.chances === undefined) {
    advice.push(
      "The odds ratio of the population is not identified: whatever was counted among the selected, chances of selection exist that go with any odds ratio outside, from zero to infinity.",
    );
  }
  if (explain !== null && directionOf(selected, level) !== 0) {
    const { ratio, spread, limit } = explain;
    const end =
      limit === null || limit.ratio === ratio ? "" : ` (${numberText(limit.spread)} for the near end of the interval)`;
    advice.push(
      `Selection alone would explain this association if h11 h00 / (h10 h01) were ${numberText(ratio)}: the largest of the four chances at least ${numberText(spread)} times the smallest${end}. Is that plausible?`,
    );
  }
  if (explain !== null && directionOf(selected, level) === 0) {
    advice.push(
      "Among the selected no association shows. That does not say that there is none outside: selection can hide one.",
    );
  }
  advice.push(
    "What would settle it: rows of people who were not selected, their covariates (--given), each row's probability (--selection-probability) or the four chances (--chances).",
  );
  return advice;
}

/** What the numbers rest on. */
export function assumptionsOf({ mode, law, options, graph, corrected }: Outcome): readonly Remark[] {
  const remarks: Remark[] = [];
  const add = (id: string, text: string) => remarks.push({ id, text });
  const [a, b] = options.pair.map(quoted);
  if (mode === "whole") {
    add(
      "population",
      "The rows of the table stand for the population that is asked about: nobody was selected before.",
    );
  } else {
    add("among-selected", "The association that is counted is that among selected rows.");
  }
  if (law) add("exact-law", "The table is an exact law, without sampling error.");
  else add("independent-rows", "The rows are independent of each other: nobody stands in several.");
  for (const { correction } of corrected) {
    if (correction.from === "chances")
      add("known-chances", "The four chances that were given are right; their own uncertainty is in no interval.");
    if (correction.from === "probabilities")
      add(
        "known-probabilities",
        "Each row's probability of being selected is right, and none was 0 for anybody in the population.",
      );
    if (correction.from === "covariates") {
      const covariates = (options.given ?? []).map(quoted).join(", ");
      const said =
        graph?.covariates === undefined ? "" : graph.covariates ? " The graph says so." : " The graph says otherwise.";
      add(
        "covariates-suffice",
        `Selection depends on ${a} and ${b} only through ${covariates}, and everybody had some chance.${said}`,
      );
      add("logistic", "The log odds of being selected are a sum of terms, one for each covariate.");
    }
  }
  if (options.between !== undefined && mode !== "whole") {
    add(
      "chances-between",
      `Each of the four chances of being selected lies between ${options.between[0]} and ${options.between[1]}.`,
    );
  }
  return remarks;
}

/** What was tested, for the list of all that was tried. */
export function scannedOf({ groups, chances, corrected }: Outcome): BerksonCheck["scanned"] {
  const names = {
    population: "odds ratio in the whole table",
    selected: "odds ratio among the selected",
    others: "odds ratio among the others",
  };
  return [
    ...groups.map(({ who, oddsRatio }) => ({ what: names[who], ratio: oddsRatio })),
    ...(chances === null ? [] : [{ what: "h11 h00 / (h10 h01)", ratio: chances.ratio }]),
    ...corrected.map(({ correction }) => ({
      what: `odds ratio of the population, ${correction.from}`,
      ratio: correction.oddsRatio,
    })),
    ...corrected.flatMap(({ correction, ratio }) =>
      correction.from === "chances" ? [] : [{ what: `what selection multiplies it by, ${correction.from}`, ratio }],
    ),
  ];
}
