import { DiscoError } from "../error.js";
import { modelOf } from "../model/file/read.js";
import { uniformStream } from "../num/random.js";
import type { Remark } from "../query/answer.js";
import { ENGINE } from "../query/engine.js";
import type { LadderAnswer, LadderPair, LadderRung } from "../query/ladder.js";
import { checkBelow, dialOf, rowsOf, sharesOf } from "./ladder/asked.js";
import { fileOf } from "./ladder/file.js";
import { checkNames, type Names } from "./ladder/names.js";
import { sameDone } from "./ladder/same-done.js";
import { type Drawn, sameSeen } from "./ladder/same-seen.js";
import { aboutText, CLIMB, sayPair, THEOREM } from "./ladder/say.js";
import { survey } from "./ladder/survey.js";
import { doneAlike, isLaw, seenAlike } from "./ladder/types.js";

/** How pairs are drawn; everything has a default. */
export interface LadderOptions {
  /** The same seed gives the same pairs; default 1. */
  readonly seed?: number;
  /** Pairs for each rung, 1 to 100; default 1. Pair i is the same however many are drawn. */
  readonly pairs?: number;
  /** 1: from seeing to doing. 2: from doing to imagining. Default both. */
  readonly rung?: 1 | 2;
  /** Name of the treatment; default "T". */
  readonly treatment?: string;
  /** Name of the outcome; default "Y". */
  readonly outcome?: string;
  /** Random pairs for the survey of how far apart such pairs are; default 1,000. */
  readonly surveyed?: number;
}

/**
 * Draws pairs of models that agree on layer 1 and part on layer 2, and pairs that agree on layers 1 and 2 and part on layer 3 (THEORY 4.7), so
 * that the hierarchy is seen. Partners are made exactly, not searched for: same-seen.ts and same-done.ts say how. All numbers are answers of the
 * exact engine, held against fractions that are worked out apart from it.
 * @throws DiscoError for options out of range, and names that models cannot hold
 * Cost: about a fifth of a second for each pair.
 * Source: E. Bareinboim, J. Correa, D. Ibeling and T. Icard, On Pearl's hierarchy and the foundations of causal inference, 2022.
 */
export function ladder(options: LadderOptions = {}): LadderAnswer {
  const { seed = 1, pairs = 1, rung, treatment = "T", outcome = "Y", surveyed = 1000 } = options;
  checkOptions({ seed, pairs, rung, surveyed });
  const names = { treatment, outcome };
  checkNames(names);
  const rungs = rung === undefined ? ([1, 2] as const) : [rung];
  return {
    question: "Can what is seen tell what follows when something is done, and what is done what would have been?",
    treatment,
    outcome,
    rungs: rungs.map((one): LadderRung => {
      const drawn = Array.from({ length: pairs }, (_, index) => pairOf(seed, one, index, names));
      return { rung: one, pairs: drawn, survey: survey(seed, surveyed, one, names) };
    }),
    climb: CLIMB.filter((climb) => (rungs as readonly number[]).includes(climb.rung)),
    theorem: THEOREM,
    assumptions: ASSUMPTIONS,
    warnings: [],
    provenance: { engine: ENGINE, seed, pairs },
  };
}

function pairOf(seed: number, rung: 1 | 2, index: number, names: Names): LadderPair {
  // A stream of its own, so that neither other pairs nor the other rung change it.
  const uniform = uniformStream(seed, 1000 * rung + index);
  const drawn = rung === 1 ? sameSeen(uniform, index) : sameDone(uniform, index);
  checkExactly(drawn, rung);
  const { kind, types } = drawn;
  const files = [0, 1].map((which) => fileOf(types[which], names, aboutText(kind, which as 0 | 1)));
  const models = files.map((file) => modelOf(file, { name: "names" }));
  const pair = { types, models: [models[0], models[1]], names, rung } as const;
  const rows = rowsOf(pair);
  const shares = [sharesOf(models[0], names), sharesOf(models[1], names)] as const;
  return {
    kind,
    models: [{ ...files[0] }, { ...files[1] }],
    rows,
    parts: rows.find(({ same }) => !same)!.query,
    shares,
    text: sayPair({ kind, types, rows, shares }, names),
    checked: checkBelow(pair),
    ...(rung === 2 ? { dial: dialOf(models[0], names) } : {}),
  };
}

/** As fractions: whatever draws pairs, what is shown agrees. */
function checkExactly({ types: [one, other] }: Drawn, rung: 1 | 2): void {
  const alike = rung === 1 ? seenAlike(one, other) : doneAlike(one, other);
  if (!alike || !isLaw(one) || !isLaw(other)) throw new Error("a pair of models does not agree where it should");
}

const ASSUMPTIONS: readonly Remark[] = [
  {
    id: "coupling",
    text: "Imagining is shown at coupling 0: the noise of an imagined world is drawn afresh (THEORY 1.6). PN and PNS then hold luck too, so they are not shares caused by the treatment (THEORY 4.5).",
  },
  {
    id: "units",
    text: "The types are who the individuals are. Recurrence and shares are relative to them: in finer types less is left to chance (THEORY 10.20).",
  },
];

function checkOptions({ seed, pairs, rung, surveyed }: Readonly<Record<string, number | undefined>>): void {
  const whole = (who: string, value: number, low: number, high: number, next: string): void => {
    if (Number.isSafeInteger(value) && value >= low && value <= high) return;
    throw new DiscoError({
      who,
      wrong: `it should be a whole number from ${low} to ${high}`,
      given: String(value),
      next,
    });
  };
  whole("seed", seed!, 0, 2 ** 32 - 1, "give 1");
  whole("pairs", pairs!, 1, 100, "give 1");
  whole("surveyed", surveyed!, 1, 1_000_000, "give 1000");
  if (rung === undefined || rung === 1 || rung === 2) return;
  throw new DiscoError({
    who: "rung",
    wrong: "there are two rungs: 1 from seeing to doing, 2 from doing to imagining",
    given: String(rung),
    next: "give 1 or 2, or leave it away for both",
  });
}
