import type { Remark } from "../query/answer.js";
import type { FusionAnswer } from "../query/fusion.js";
import type { Product } from "./product.js";

type Told = Omit<FusionAnswer, "assumptions" | "warnings">;

/** Shares below this are no news. */
const LEFT_OUT = 0.01;
/** What is left of a budget that was spent allows a power, too. */
const NO_POWER = 1e-3;
/** Logits of 32 bits add up to 1 no better than this. */
const NEARLY_1 = 1e-3;
/** Fewer candidates than this, in effect, are a lottery. */
const FEW = { candidates: 10, share: 0.1 } as const;

const SHARED: Remark = {
  id: "sources",
  text: "Each factor is taken at its word, as one source. What two factors have from one source counts twice (THEORY 6.3), and nothing here makes a factor right.",
};

export function tokenAssumptions(): readonly Remark[] {
  return [
    {
      id: "token-level",
      text: "Fused token by token: at each token the laws of the next token are multiplied and made a law anew. This is not the fusion of whole texts, of which it drops a normaliser at each token.",
    },
    SHARED,
  ];
}

export function sequenceAssumptions(): readonly Remark[] {
  return [
    {
      id: "sequence-level",
      text: "Fused as whole texts: candidates are weighed by the expression, over the probability they were drawn with, and one is chosen by its weight. Exact over these candidates; of all texts as candidates grow.",
    },
    SHARED,
  ];
}

/** What is doubtful about an answer that was made token by token. */
export function tokenWarnings(answer: Told, product: Product, floor: number | undefined): readonly Remark[] {
  return [
    ...normaliserWarning(answer),
    ...powersWarning(product),
    ...leftOutWarning(answer),
    ...floorWarning(answer, floor),
    ...budgetWarnings(answer),
    ...endlessWarning(answer),
    ...cutWarning(answer),
  ];
}

/** What is doubtful about an answer that was chosen among whole texts. */
export function sequenceWarnings(answer: Told, product: Product): readonly Remark[] {
  return [
    ...effectiveWarning(answer),
    ...powersWarning(product),
    ...wholeBudgetWarning(answer),
    ...cutCandidatesWarning(answer),
    ...cutWarning(answer),
  ];
}

function normaliserWarning({ totals, steps }: Told): Remark[] {
  const sum = totals.logZ;
  if (sum === null || steps.every(({ logZ }) => Math.abs(logZ) < NEARLY_1)) return [];
  const text = `A normaliser was dropped at each of ${counted(steps.length, "token")}, together e^${decimals(sum, 2)} for this text. Where that differs from text to text, fusing whole texts gives other answers; one answer cannot tell by how much. Whole texts (--level sequence) measure it.`;
  return [{ id: "normaliser", text }];
}

/** THEORY 6.6: laws that share a prior count it as often as their powers add up to. */
function powersWarning({ factors, budget }: Product): Remark[] {
  const sum = factors.reduce((all, { weight }) => all + weight, 0);
  const tilt = budget?.product.factors.reduce((all, { weight }) => all + weight, 0) ?? 0;
  const found: Remark[] = [];
  if (Math.abs(sum - 1) > 1e-9) {
    const text = `The powers add up to ${short(sum)}, so that what the factors share (a model's knowledge of the language) counts ${short(sum)} times${sum > 1 ? ", and the answer is more certain than any of them" : ""}. ref * (kid / ref)^w keeps the sum at 1.`;
    found.push({ id: "powers", text });
  }
  if (Math.abs(tilt) > 1e-9) {
    const text = `Under the budget the powers add up to ${short(tilt)} and not to 0: the budget is spent on being more certain, too. (kid / ref)^budget(...) spends it on the difference alone.`;
    found.push({ id: "budget-powers", text });
  }
  return found;
}

function leftOutWarning({ steps }: Told): Remark[] {
  const hit = steps.filter(({ leftOut }) => leftOut > LEFT_OUT);
  if (hit.length === 0) return [];
  const most = Math.max(...hit.map(({ leftOut }) => leftOut));
  const text = `At ${ofSteps(hit.length, steps.length)} more than 1 % of a factor's probability lay on tokens that another factor did not tell, and was left out (at most ${percent(most)}). Ask for more of the likeliest tokens (--top), or for all.`;
  return [{ id: "left-out", text }];
}

function floorWarning({ steps }: Told, floor: number | undefined): Remark[] {
  const hit = steps.filter(({ floored }) => floored > 0);
  if (hit.length === 0) return [];
  const all = hit.reduce((sum, { floored }) => sum + floored, 0);
  const what = floor === undefined ? "the floor" : `the floor of ${floor}`;
  const text = `At ${ofSteps(hit.length, steps.length)} ${what} stood in for probabilities that were not told or were 0, ${all} in all. Those tokens' weights rest on the floor and not on a model.`;
  return [{ id: "floor", text }];
}

function budgetWarnings({ steps }: Told): Remark[] {
  const budgets = steps.flatMap(({ budget }) => (budget ? [budget] : []));
  if (budgets.length === 0) return [];
  if (budgets.every(({ spent }) => spent < 1e-9) && budgets.some(({ unbounded }) => unbounded)) {
    const text = "The budget was never spent: at every token the factors that it is for agree with the rest.";
    return [{ id: "budget-unbounded", text }];
  }
  const open = budgets.filter(({ unbounded, spent }) => unbounded && spent >= 1e-9).length;
  const idle = budgets.filter(({ power }) => power < NO_POWER).length;
  const found: Remark[] = [];
  if (open > 0) {
    const text = `At ${ofSteps(open, steps.length)} no power spent the whole budget (the largest tried is 1000): the factors hardly differ there.`;
    found.push({ id: "budget-unbounded", text });
  }
  if (idle > 0) {
    const text = `At ${ofSteps(idle, steps.length)} the power is as good as 0: the budget was spent, or the smallest power would have cost more than it. There the answer is the rest of the expression's.`;
    found.push({ id: "budget-idle", text });
  }
  return found;
}

function endlessWarning({ steps, reference }: Told): Remark[] {
  const hit = steps.filter(({ divergence }) => divergence === null).length;
  if (hit === 0) return [];
  const text = `At ${ofSteps(hit, steps.length)} the divergence from ${reference ?? "the reference"} is infinite: the answer may say what the reference gives no probability at all.`;
  return [{ id: "divergence", text }];
}

function cutWarning({ ended, totals }: Told): Remark[] {
  if (ended || totals.tokens === 0) return [];
  return [
    { id: "cut", text: `The answer did not come to its end: it was cut after ${counted(totals.tokens, "token")}.` },
  ];
}

function effectiveWarning({ candidates }: Told): Remark[] {
  if (candidates === undefined) return [];
  const { list, effective, from } = candidates;
  if (list.length === 1) {
    return [{ id: "effective", text: "There was one candidate only: it is the answer whatever its weight." }];
  }
  if (effective >= FEW.candidates && effective >= FEW.share * list.length) return [];
  const better = from === "fusion" ? "a smaller power" : "drawing from the fusion itself";
  const text = `The ${list.length} candidates are worth ${decimals(effective, 1)} (${percent(effective / list.length)}): few of them have nearly all the weight, and another seed may give another answer. Draw more candidates (--candidates), or try ${better}.`;
  return [{ id: "effective", text }];
}

function wholeBudgetWarning({ budget }: Told): Remark[] {
  if (!budget?.unbounded) return [];
  const text = `No power up to ${budget.power} spent the budget on these candidates: one of them has all the weight, or all are alike.`;
  return [{ id: "budget-unbounded", text }];
}

function cutCandidatesWarning({ candidates }: Told): Remark[] {
  if (candidates === undefined) return [];
  const cut = candidates.list.filter(({ ended }) => !ended);
  if (cut.length === 0) return [];
  const weight = cut.reduce((sum, one) => sum + one.weight, 0);
  const text = `${cut.length} of ${counted(candidates.list.length, "candidate")} were cut at the longest length (${percent(weight)} of the weight): they were weighed as texts that end there.`;
  return [{ id: "cut-candidates", text }];
}

const counted = (count: number, what: string) => `${count} ${what}${count === 1 ? "" : "s"}`;
const ofSteps = (some: number, all: number) => `${some} of ${counted(all, "token")}`;
/** 2.5 and not 2.5000000000000004. */
const short = (value: number) => String(Number(value.toFixed(4)));
/** What rounds to 0 has no sign. */
const decimals = (value: number, digits: number) => String(Number(value.toFixed(digits)) || 0);

/** "0.4 %", "37 %"; what is not all is not 100 %. */
function percent(share: number): string {
  const size = share * 100;
  const text = size < 1 ? size.toFixed(1) : size > 99 && size < 100 ? "99" : size.toFixed(0);
  return `${text} %`;
}
