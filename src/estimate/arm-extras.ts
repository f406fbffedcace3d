import { DiscoError } from "../error.js";
import { fitArmNuisances } from "../learn/arm-nuisances.js";
import { boost } from "../learn/boost.js";
import { dealsFor } from "../learn/choose.js";
import type { Learner } from "../learn/learner.js";
import type { ArmStudy } from "../num/study.js";
import type { Answer } from "../query/answer.js";
import type { Method } from "../query/effect.js";
import { aipw } from "./aipw.js";
import { armLearner } from "./arm-learner.js";
import type { Views } from "./arm-methods.js";
import { dmlPartial } from "./dml-partial.js";
import { effectAnswer, type Facts, withoutValue } from "./effect-answer.js";
import { effectAssumptions } from "./effect-assumptions.js";
import type { EffectSettings } from "./effect-options.js";
import { queryOf } from "./effect-query.js";
import { frontDoor } from "./front-door.js";
import { contrastOf } from "./influence.js";
import { leastSquares } from "./least-squares.js";
import { crossFittedProblem } from "./make-problem.js";
import { matching } from "./matching.js";
import { type NaturalEffects, naturalEffects } from "./natural-effects.js";
import type { EstimateParts } from "./parts.js";
import { stratification } from "./stratification.js";
import { twoStageLeastSquares } from "./two-stage-least-squares.js";
import { wald } from "./wald.js";

/** What the estimators in files of their own are given. */
interface Asked {
  readonly views: Views;
  readonly study: ArmStudy;
  readonly arm: number;
  readonly settings: EffectSettings;
  readonly learner: Learner;
  readonly folds: number;
  readonly provenance: Facts;
  /** Both natural effects come of one fit. */
  readonly natural: () => Promise<NaturalEffects>;
}

interface Extra {
  readonly key: Method;
  /** Does it belong to this study and these options at all? */
  readonly applies: (asked: Asked) => boolean;
  readonly run: (asked: Asked) => EstimateParts | Promise<EstimateParts>;
  /** Does it know ratios? */
  readonly ratios?: boolean;
}

const adjusting = ({ settings }: Asked) => settings.way === undefined || settings.way === "adjustment";
const covariates = (asked: Asked) => adjusting(asked) && asked.study.given.length > 0;
const byInstrument = ({ study, settings }: Asked) => study.instruments.length > 0 && settings.way !== "front-door";
const mediated = (asked: Asked) => adjusting(asked) && asked.study.mediators.length > 0;

/** How the mediation estimators learn. */
function learning({ folds, study, settings }: Omit<Asked, "natural">) {
  const learner = armLearner(study, [...study.given, ...study.mediators], settings);
  return { learner, folds, seed: settings.seed, deals: dealsFor(study.rows), level: settings.level };
}

/** The estimators that are more than an average in each arm, in the order in which they are shown. */
const EXTRAS: readonly Extra[] = [
  {
    key: "stratification",
    applies: covariates,
    run: ({ views, settings }) => stratification(views.fitted, { level: settings.level }),
  },
  {
    key: "matching",
    applies: covariates,
    run: ({ views, settings }) => matching(views.fitted, { level: settings.level }),
  },
  {
    key: "dml",
    // Boosted trees across folds take a while: only when they are asked for.
    applies: (asked) => covariates(asked) && asked.settings.method === "dml",
    ratios: true,
    run: boosted,
  },
  {
    key: "dml-partial",
    applies: covariates,
    run: ({ study, learner, folds, settings, arm }) =>
      dmlPartial(study, { learner, folds, seed: settings.seed, level: settings.level, arm }),
  },
  {
    key: "least-squares",
    applies: covariates,
    run: ({ study, arm, settings }) => leastSquares(study, { arm, level: settings.level }),
  },
  {
    key: "two-stage-least-squares",
    applies: byInstrument,
    run: ({ study, settings }) => twoStageLeastSquares(study, { level: settings.level }),
  },
  {
    key: "wald",
    applies: (asked) => byInstrument(asked) && asked.study.given.length === 0,
    run: ({ study, settings }) => wald(study, { level: settings.level }),
  },
  {
    key: "front-door",
    applies: ({ study, settings }) =>
      study.mediators.length > 0 && (settings.way === "front-door" || settings.method === "front-door"),
    ratios: true,
    run: async (asked) => {
      const found = await frontDoor(asked.study, learning(asked));
      const { contrast } = asked.settings;
      return contrast === "difference"
        ? found
        : { ...found, estimate: contrastOf(found.means, contrast, found.observations) };
    },
  },
  { key: "natural-direct", applies: mediated, run: async ({ natural }) => (await natural()).direct },
  { key: "natural-indirect", applies: mediated, run: async ({ natural }) => withPure(await natural()) },
];

/** The indirect effect that adds up with the direct one to the total; NIE of the grammar, at the reference, beside it. */
function withPure({ indirect, pureIndirect }: NaturalEffects): EstimateParts {
  if (pureIndirect === undefined) return indirect;
  const { value, se } = pureIndirect.estimate;
  const own = { pureIndirect: value, ...(se === undefined ? {} : { sePureIndirect: se }) };
  return { ...indirect, diagnostics: { ...indirect.diagnostics, ...own } };
}

async function boosted({ study, arm, settings, folds }: Asked): Promise<EstimateParts> {
  const { trees, depth, seed, target, contrast } = settings;
  const learner = boost({ ...(trees === undefined ? {} : { trees }), ...(depth === undefined ? {} : { depth }) });
  const nuisances = await fitArmNuisances(study, { learner, folds, deals: dealsFor(study.rows), seed });
  const problem = crossFittedProblem({ study, arm, target, seed }, nuisances);
  return {
    estimate: contrastOf(aipw(problem), contrast, problem),
    method: `double machine learning (interactive: AIPW, boosted trees, ${nuisances.entries.folds} folds)`,
    assumptions: effectAssumptions(study)(["exogeneity", "overlap", "no-interference", "either-model"]),
    warnings: nuisances.notes,
    diagnostics: {},
  };
}

/**
 * Every estimator with a file of its own that belongs to this study; one that refuses says why in an answer without a value.
 * @throws DiscoError where the one that was asked for refuses
 */
export async function extraEstimates(
  about: Omit<Asked, "study" | "natural">,
): Promise<Partial<Record<Method, Answer>>> {
  const { study } = about.views.crossFitted;
  const known = { ...about, study };
  let both: Promise<NaturalEffects> | undefined;
  const natural = () => {
    both ??= naturalEffects(study, learning(known));
    return both;
  };
  const asked: Asked = { ...known, natural };
  const estimates: Partial<Record<Method, Answer>> = {};
  for (const extra of EXTRAS) {
    const wanted = asked.settings.method === undefined || asked.settings.method === extra.key;
    if (wanted && extra.applies(asked)) estimates[extra.key] = await answerBy(extra, asked);
  }
  return estimates;
}

async function answerBy(extra: Extra, asked: Asked): Promise<Answer> {
  const { study, arm, settings, provenance } = asked;
  const query = queryOf(study, arm, extra.key, settings);
  if (settings.contrast !== "difference" && !extra.ratios) {
    return withoutValue(query, "it compares by differences only", provenance);
  }
  try {
    const parts = await extra.run(asked);
    const layer = settings.target === "ate" ? 2 : 3;
    return effectAnswer({ query, layer, ...parts }, settings, provenance);
  } catch (error) {
    if (!(error instanceof DiscoError) || settings.method === extra.key) throw error;
    const { wrong, given, next } = error.complaint;
    return withoutValue(query, `${wrong}${given === undefined ? "" : ` (${given})`}; ${next}`, provenance);
  }
}
