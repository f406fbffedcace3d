import { type Block, type BlockWeights, blockEffect, fitBefore, noiseOf, type Weigh } from "./block.js";
import { breather, type PanelContext, type PanelMethod, panelAnswerOf, panelNoAnswer } from "./panel-context.js";
import {
  COMMON,
  CONVEX_HULL,
  fewPeriods,
  fewUnits,
  LATENT_FACTORS,
  LIKE_NOISE,
  names,
  poorFit,
} from "./panel-remarks.js";
import { jackknifeSpread, placeboSpread, type Spread, spreadWords } from "./spread.js";
import { syntheticControl } from "./synthetic-control.js";
import { syntheticDid } from "./synthetic-did.js";

const METHODS = {
  "synthetic-control": { name: "synthetic control", weigh: syntheticControl, assumption: CONVEX_HULL },
  "synthetic-did": { name: "synthetic difference in differences", weigh: syntheticDid, assumption: LATENT_FACTORS },
} as const;

export type SyntheticKey = keyof typeof METHODS;

/** Synthetic DiD of several treated units has the jackknife; the synthetic control, where that is not to be trusted, only placebos. */
async function spreadOf(
  context: PanelContext,
  key: SyntheticKey,
  block: Block,
  weigh: Weigh,
  weights: BlockWeights,
): Promise<Spread> {
  const se = key === "synthetic-did" ? jackknifeSpread(block, weights) : undefined;
  if (se !== undefined) return { se, how: "jackknife" };
  const { controls, treatedUnits } = block;
  if (controls <= treatedUnits) {
    return {
      how: "none",
      reason: `placebos need more control units than treated ones (${controls} and ${treatedUnits})`,
    };
  }
  const { seed, replications } = context;
  const onDone = breather(context, `placebo (${key})`);
  return placeboSpread(block, weigh, weights, { seed, replications, onDone });
}

function heaviest(
  labels: readonly string[],
  weight: Float64Array,
): { readonly name: string; readonly weight: number }[] {
  return labels
    .map((name, i) => ({ name, weight: weight[i] }))
    .filter((one) => one.weight > 0)
    .sort((a, b) => b.weight - a.weight);
}

/** The answer by synthetic control or synthetic difference in differences, or why there is none. */
export async function syntheticMethod(context: PanelContext, key: SyntheticKey): Promise<PanelMethod> {
  const { name, weigh: method, assumption } = METHODS[key];
  const { panel, block } = context;
  if (!block) {
    return {
      answer: panelNoAnswer(
        context,
        name,
        "units start to be treated in different periods, and this method needs one start; did has a staggered form",
      ),
    };
  }
  if (block.before < 2) {
    return {
      answer: panelNoAnswer(
        context,
        name,
        "it learns its weights from at least two periods before the start, and there is one",
      ),
    };
  }
  const weigh = method(block);
  const weights = weigh(block);
  const effect = blockEffect(block, weights);
  const spread = await spreadOf(context, key, block, weigh, weights);
  const [gap, noise] = [fitBefore(effect, block.before), noiseOf(block)];
  const controls = panel.units.filter((_, u) => panel.start[u] === panel.times.length);
  const times =
    key === "synthetic-did" ? heaviest(panel.times.slice(0, block.before).map(String), weights.lambda) : undefined;
  const answer = panelAnswerOf(context, {
    estimate: { value: effect.value, ...(spread.se === undefined ? {} : { se: spread.se }) },
    method: `${name}${spreadWords(spread, panel.unit)}`,
    assumptions: [assumption, ...COMMON, ...(spread.how === "placebo" ? [LIKE_NOISE] : [])],
    warnings: [
      ...fewPeriods(panel, block.before),
      ...fewUnits(block.treatedUnits, block.controls, spread.how),
      ...(spread.how === "none"
        ? [{ id: "no-standard-error", text: `For ${name} there is no interval: ${spread.reason}.` }]
        : []),
      ...poorFit(name, gap, noise),
      ...(panel.given.length > 0
        ? [
            {
              id: "covariates-unused",
              text: `The ${name} learns from outcomes alone; ${names(panel.given.map((column) => column.name))} played no part in it.`,
            },
          ]
        : []),
    ],
    diagnostics: {
      "treated units": block.treatedUnits,
      "control units": block.controls,
      "periods before": block.before,
      "periods after": block.times - block.before,
      "pre-period gap (root mean square)": gap,
      "noise (standard deviation of changes)": noise,
      "largest weight of a unit": weights.omega.reduce((a, b) => Math.max(a, b), 0),
      "standard error by": spread.how,
    },
    ...(spread.how === "placebo" ? { provenance: { placebos: spread.placebos } } : {}),
  });
  return {
    answer,
    path: { treated: [...effect.treated], control: [...effect.control] },
    weights: { units: heaviest(controls, weights.omega), ...(times ? { times } : {}) },
  };
}
