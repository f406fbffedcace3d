import { DiscoError } from "../../error.js";
import { shown } from "../../num/complaint.js";
import type { Study } from "../../num/study.js";
import type { Remark } from "../../query/answer.js";
import type { EffectAnswer, Method, PanelAnswer } from "../../query/effect.js";
import { ENGINE } from "../../query/engine.js";
import { aboutStudy } from "../about-study.js";
import { blockOf } from "./block.js";
import { didMethod } from "./did-answer.js";
import { type Panel, panelOf, unitsOf } from "./panel.js";
import type { PanelContext, PanelMethod } from "./panel-context.js";
import { PANEL_METHODS, type PanelKey, recommend } from "./panel-recommend.js";
import { names } from "./panel-remarks.js";
import { syntheticMethod } from "./synthetic-answer.js";

export interface PanelSettings {
  /** Of intervals and bands, .95 for instance. */
  readonly level: number;
  readonly seed: number;
  /** The method to show first, in place of the rule's. */
  readonly method?: Method;
  /** Placebo replications (200). */
  readonly replications?: number;
  /** What is being done, and what share of it is behind. */
  readonly onProgress?: (stage: string, fraction: number) => void;
}

const REPLICATIONS = 200;

function word(name: string): string {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) ? name : JSON.stringify(name);
}

/** Was a method for panels asked for, and one that there is? */
function askedFor(method: Method | undefined): PanelKey | undefined {
  if (method === undefined) return undefined;
  const key = PANEL_METHODS.find((one) => one === method);
  if (key) return key;
  throw new DiscoError({
    who: `--method ${method}`,
    wrong: "is no method for panels",
    next: `use ${PANEL_METHODS.join(", ")}, or leave out --time`,
  });
}

function replicationsOf({ replications = REPLICATIONS }: PanelSettings): number {
  if (Number.isInteger(replications) && replications >= 2) return replications;
  throw new DiscoError({
    who: "placebo replications",
    wrong: "must be a whole number of at least 2",
    given: String(replications),
    next: `leave it out for ${REPLICATIONS}`,
  });
}

/**
 * What a treatment changed for the units it reached, from a panel: difference in differences (over one start or several), synthetic control
 * and synthetic difference in differences, each as an Answer; one that does not apply says why. The target is the average over treated
 * units of their average over the periods since they started.
 *
 * @param study one row for each unit and period; covariates are used by difference in differences only
 * @throws DiscoError as `panelOf`; `input` for a method that is none for panels; `refused` when the method asked for, or every one, has no answer
 * Cost: that of the placebos, up to `replications` fits of each synthetic method; and O(draws x units x periods) for the bands.
 */
export async function panelEffect(study: Study, settings: PanelSettings): Promise<EffectAnswer> {
  const asked = askedFor(settings.method);
  const replications = replicationsOf(settings);
  const whole = panelOf(study);
  const always = whole.units.filter((_, u) => whole.start[u] === 0);
  const panel = always.length === 0 ? whole : unitsOf(whole, (u) => whole.start[u] > 0);
  const block = blockOf(panel);
  const context: PanelContext = {
    study,
    panel,
    ...(block ? { block } : {}),
    level: settings.level,
    seed: settings.seed,
    replications,
    query: `ATT(${word(study.treatment.name)} -> ${word(study.outcome.name)})`,
    provenance: { engine: ENGINE, source: study.data.source, seed: settings.seed },
    ...(settings.onProgress ? { onProgress: settings.onProgress } : {}),
  };
  const did = await didMethod(context);
  const methods: Readonly<Record<PanelKey, PanelMethod>> = {
    did,
    "synthetic-control": await syntheticMethod(context, "synthetic-control"),
    "synthetic-did": await syntheticMethod(context, "synthetic-did"),
  };
  const recommendation = withValue(context, methods, asked);
  const { answer } = methods[recommendation.method];
  return {
    ...described(study, context.query),
    recommended: recommendation.method,
    recommendation,
    estimates: Object.fromEntries(PANEL_METHODS.map((key) => [key, methods[key].answer])),
    sensitivity: [],
    panel: {
      ...pictureOf(whole, methods),
      ...(did.event ? { event: did.event } : {}),
      ...(did.groups ? { groups: did.groups } : {}),
    },
    assumptions: answer.assumptions,
    warnings: unique([
      ...alwaysWarning(whole, always),
      ...PANEL_METHODS.flatMap((key) => methods[key].answer.warnings),
    ]),
    data: {
      ...study.data,
      used: study.data.used - always.length * whole.times.length,
      notes: [
        ...study.data.notes,
        ...(always.length === 0
          ? []
          : [`${always.length * whole.times.length} rows of units treated from the first period on were left out.`]),
      ],
    },
    provenance: { ...context.provenance, unit: panel.unit, time: panel.time, replications },
  };
}

/** The rule's choice, or, where the data refuse it, the first method that has an answer. */
function withValue(
  context: PanelContext,
  methods: Readonly<Record<PanelKey, PanelMethod>>,
  asked: PanelKey | undefined,
) {
  const choice = recommend(context, asked);
  const { answer } = methods[choice.method];
  if (answer.value !== null) return choice;
  const other = PANEL_METHODS.find((key) => methods[key].answer.value !== null);
  if (asked || !other) {
    throw new DiscoError(
      {
        who: asked ? `--method ${asked}` : "panel",
        wrong: `there is no answer here: ${answer.reason}`,
        next: other ? `leave out --method, or use ${other}` : "change what the reason names",
      },
      "refused",
    );
  }
  return {
    method: other,
    because: [`By the rule ${choice.method} would be first, but it has no answer here: ${answer.reason}`],
    otherwise: choice.otherwise,
  };
}

type Described = Pick<EffectAnswer, "question" | "target" | "contrast" | "treatment" | "outcome" | "given">;

function described(study: Study, query: string): Described {
  const { treatment } = study;
  const arms = treatment.kind === "arms" ? treatment.arms : [];
  return {
    question: `${query}: what did treatment change for the treated units, on average over the periods since it started?`,
    target: "att",
    contrast: "difference",
    treatment: { kind: "arms", name: treatment.name, arms, reference: arms[0] },
    ...aboutStudy(study),
  };
}

function pictureOf(whole: Panel, methods: Readonly<Record<PanelKey, PanelMethod>>): PanelAnswer {
  const { unit, time, units, times, start } = whole;
  const starts = [...new Set(start)].filter((t) => t < times.length).sort((a, b) => a - b);
  const keys = PANEL_METHODS.filter((key) => methods[key].answer.value !== null);
  return {
    unit,
    time,
    units: units.length,
    times,
    treated: starts.map((t) => ({ units: units.filter((_, u) => start[u] === t).sort(), start: times[t] })),
    paths: Object.fromEntries(keys.flatMap((key) => (methods[key].path ? [[key, methods[key].path]] : []))),
    weights: Object.fromEntries(keys.flatMap((key) => (methods[key].weights ? [[key, methods[key].weights]] : []))),
  };
}

function alwaysWarning({ unit, times }: Panel, always: readonly string[]): Remark[] {
  if (always.length === 0) return [];
  const are = always.length === 1 ? "unit is" : "units are";
  return [
    {
      id: "always-treated",
      text: `${always.length} ${are} treated from the first period on (${times[0]}) and never seen without the treatment, so no method here can use them; they were left out (${shown(unit)}: ${names(always)}).`,
    },
  ];
}

function unique(remarks: readonly Remark[]): Remark[] {
  return [...new Map(remarks.map((remark) => [`${remark.id} ${remark.text}`, remark])).values()];
}
