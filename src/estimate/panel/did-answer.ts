import { DiscoError } from "../../error.js";
import type { Remark } from "../../query/answer.js";
import type { CurvePoint, GroupEffect } from "../../query/effect.js";
import { curveOf, type PreTrend, preTrend } from "./bands.js";
import { type Block, type BlockWeights, blockEffect } from "./block.js";
import { clusteredError } from "./change.js";
import { blockDid, type Did } from "./did.js";
import { breather, type PanelContext, type PanelMethod, panelAnswerOf, panelNoAnswer } from "./panel-context.js";
import {
  COMMON,
  fewPeriods,
  fewUnits,
  highPropensity,
  INDEPENDENT_UNITS,
  LIKE_NOISE,
  parallelTrends,
  preTrends,
} from "./panel-remarks.js";
import { placeboSpread, type Spread, spreadWords } from "./spread.js";
import { type Staggered, staggered } from "./staggered.js";

/** The answer by difference in differences, with the event study and the effects of each group. */
export interface DidMethod extends PanelMethod {
  readonly event?: readonly CurvePoint[];
  readonly groups?: readonly GroupEffect[];
}

const NAME = "difference in differences";

/** Every control and every period before count alike: difference in differences as a block's weights. */
function evenWeights({ controls, before }: Block): BlockWeights {
  return {
    omega: new Float64Array(controls).fill(1 / controls),
    lambda: new Float64Array(before).fill(1 / before),
  };
}

/** A result, or the reason why the data refuse one. */
function attempt<T>(make: () => T): T | string {
  try {
    return make();
  } catch (error) {
    if (error instanceof DiscoError && error.kind === "refused") return error.message;
    throw error;
  }
}

async function blockSpread(context: PanelContext, block: Block, did: Did): Promise<Spread> {
  const { treatedUnits, controls } = block;
  if (treatedUnits > 1 && controls > 1) return { se: clusteredError(did.influence), how: "clustered" };
  if (controls <= treatedUnits) {
    return { how: "none", reason: "with one control unit its own chance cannot be told from the effect" };
  }
  if (context.panel.given.length > 0) {
    return { how: "none", reason: "with one treated unit there is no standard error for the form with covariates" };
  }
  const { seed, replications } = context;
  const onDone = breather(context, "placebo (did)");
  return placeboSpread(block, evenWeights, evenWeights(block), { seed, replications, onDone });
}

/** Difference in differences of a panel: over one start in its block form, over several in Callaway & Sant'Anna's. */
export async function didMethod(context: PanelContext): Promise<DidMethod> {
  const study = attempt(() => staggered(context.panel));
  const staged = typeof study === "string" ? undefined : study;
  const event = staged && curveOf(staged.event, context);
  const groups = staged && groupsOf(context, staged);
  const trend = staged && preTrend(staged.event);
  const pictures = { ...(event ? { event } : {}), ...(groups ? { groups } : {}) };
  if (context.block) {
    // One start needs one comparison, the curve many: the data may refuse the curve alone.
    const missing =
      typeof study === "string" ? [{ id: "no-event-study", text: `There is no event study: ${study}.` }] : [];
    return { ...(await oneStart(context, context.block, { trend, missing })), ...pictures };
  }
  return {
    answer: staged ? severalStarts(context, staged, trend) : panelNoAnswer(context, NAME, study as string),
    ...pictures,
  };
}

/** What the event study says of the periods before, or why there is none. */
interface Before {
  readonly trend: PreTrend | undefined;
  readonly missing: readonly Remark[];
}

async function oneStart(context: PanelContext, block: Block, { trend, missing }: Before): Promise<PanelMethod> {
  const { panel } = context;
  const did = attempt(() => blockDid(panel));
  if (typeof did === "string") return { answer: panelNoAnswer(context, NAME, did) };
  const spread = await blockSpread(context, block, did);
  const given = panel.given.map(({ name }) => name);
  const { treated, control } = blockEffect(block, evenWeights(block));
  const answer = panelAnswerOf(context, {
    estimate: { value: did.value, ...(spread.se === undefined ? {} : { se: spread.se }) },
    method: `${NAME}${given.length > 0 ? ", doubly robust (logit and least squares)" : " of means"}${spreadWords(spread, panel.unit)}`,
    assumptions: [
      parallelTrends(given),
      ...COMMON,
      ...(spread.how === "clustered" ? [INDEPENDENT_UNITS] : spread.how === "placebo" ? [LIKE_NOISE] : []),
    ],
    warnings: [
      ...fewPeriods(panel, block.before),
      ...fewUnits(block.treatedUnits, block.controls, spread.how),
      ...(spread.how === "none"
        ? [{ id: "no-standard-error", text: `For ${NAME} there is no interval: ${spread.reason}.` }]
        : []),
      ...missing,
      ...preTrends(trend),
      ...highPropensity(did.robust),
    ],
    diagnostics: {
      "treated units": block.treatedUnits,
      "control units": block.controls,
      "periods before": block.before,
      "periods after": block.times - block.before,
      "standard error by": spread.how,
      ...(did.robust ? { "largest propensity among controls": did.robust.highest } : {}),
      ...(trend ? { "pre-trend p": trend.p } : {}),
    },
    ...(spread.how === "placebo" ? { provenance: { placebos: spread.placebos } } : {}),
  });
  // With covariates the treated are held against no single path.
  return given.length > 0 ? { answer } : { answer, path: { treated: [...treated], control: [...control] } };
}

function groupsOf({ panel }: PanelContext, { groups }: Staggered): GroupEffect[] {
  return groups.map(({ start, time, value, se }) => ({
    start: panel.times[start],
    time: panel.times[time],
    value,
    se: se ?? null,
  }));
}

function severalStarts(context: PanelContext, staged: Staggered, trend: PreTrend | undefined): PanelMethod["answer"] {
  const { panel } = context;
  const method = `staggered ${NAME} (Callaway and Sant'Anna)${panel.given.length > 0 ? ", doubly robust" : ""}, held against the ${
    staged.comparison === "never" ? "never treated" : "not yet treated"
  }`;
  if (!staged.overall) {
    return panelNoAnswer(context, method, "no group of treated units has anybody left to compare with after its start");
  }
  const given = panel.given.map(({ name }) => name);
  const others = panel.start.reduce((sum, s) => sum + (s === panel.times.length ? 1 : 0), 0);
  const single = new Set(staged.groups.filter(({ units }) => units === 1).map(({ start }) => start)).size;
  const first = Math.min(...staged.groups.map(({ start }) => start));
  const { se } = staged.overall;
  return panelAnswerOf(context, {
    estimate: staged.overall,
    method: `${method}; ${se === undefined ? "no standard error" : `standard error clustered by ${panel.unit}`}`,
    assumptions: [parallelTrends(given), ...COMMON, INDEPENDENT_UNITS],
    warnings: [
      ...fewPeriods(panel, first),
      ...fewUnits(
        staged.treated,
        staged.comparison === "never" ? others : panel.units.length - staged.treated,
        "clustered",
      ),
      ...aloneWarning(panel.times, staged),
      ...(single > 0
        ? [
            {
              id: "single-unit-groups",
              text: `${single} ${single === 1 ? "group has" : "groups have"} one unit, whose own chance cannot be seen: such a group has no standard error of its own, and in averages over few groups intervals are too short.`,
            },
          ]
        : []),
      ...(se === undefined
        ? [
            {
              id: "no-standard-error",
              text: `For ${NAME} there is no interval: one unit is treated, or one is there to compare with.`,
            },
          ]
        : []),
      ...preTrends(trend),
      ...highPropensity(staged.robust),
    ],
    diagnostics: {
      "treated units": staged.treated,
      "never treated units": others,
      groups: new Set(staged.groups.map(({ start }) => start)).size,
      "standard error by": se === undefined ? "none" : "clustered",
      ...(staged.robust ? { "largest propensity among controls": staged.robust.highest } : {}),
      ...(trend ? { "pre-trend p": trend.p } : {}),
    },
  });
}

function aloneWarning(times: readonly (number | string)[], { comparison, alone, uncompared }: Staggered) {
  if (comparison === "never") return [];
  const left =
    alone.length === 0
      ? ""
      : ` Units that start in ${alone.map((t) => times[t]).join(", ")} are compared with but have no effect of their own here.`;
  return [
    {
      id: "nobody-never-treated",
      text: `Every unit is treated in the end, so units are held against those not yet treated; ${uncompared} pairs of a group and a period after its start have nobody left and are in no average.${left}`,
    },
  ];
}
