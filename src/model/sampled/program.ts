import { BLOCK } from "../../num/noise.js";
import { point } from "../expression/span.js";
import type { Request, Subject } from "../request.js";
import { calculate, type Draft, keepWhere, operandFrom } from "./draft.js";
import { type Evidence, evidenceOf } from "./evidence.js";
import { every } from "./formulas.js";
import { type Law, lawAt, releaseLaw } from "./laws.js";
import { calculationOf, nearTest, testOf } from "./measures.js";
import { type Needs, needsOf } from "./needs.js";
import { drawNoise } from "./noises.js";
import { drawPopulation } from "./population.js";
import { makeRegisters, type Operand, type Place, release, type Step } from "./registers.js";
import { type Action, scheduleOf } from "./schedule.js";
import { type Sites, sitesOf } from "./sites.js";
import { valueAt } from "./values.js";
import { weigh } from "./weigh.js";

/** A request in one case of the dial, ready to be run block by block. */
export interface Program {
  /** Run in order, on the memory, they draw the rows of a block; what is below then holds for these rows. */
  readonly steps: readonly Step[];
  readonly memory: Float64Array;
  /** By measure. */
  readonly measures: readonly Values[];
  /** Log weights of the rows; one that cannot be has -Infinity, or NaN. Absent: all weigh the same. */
  readonly weights?: Float64Array;
  /** To be added to all log weights; -Infinity when the evidence is impossible whatever is drawn. */
  readonly common: number;
  /** Index of the type of individual in each row, or of the only one. */
  readonly types?: Int32Array | number;
  /** After so many steps the weights hold this piece of evidence too. */
  readonly probes: readonly Probe[];
}

/** A number for each row, or one for all of them. */
export type Values = Float64Array | number;

/** A piece of evidence in a program. */
export interface Probe {
  readonly step: number;
  /** Rows differ in weight by then. */
  readonly varied: boolean;
  /** As the person wrote it. */
  readonly text: string;
  /** An exact value of something calculated from continuous variables: if no row has it, more rows will not help. */
  readonly exacting: boolean;
}

/** A draft with what was planned for it. */
interface Plan {
  readonly draft: Draft;
  readonly sites: Sites;
  readonly evidence: Evidence;
  readonly needs: Needs;
  readonly laws: Map<number, Law>;
  /** Noises about which there is evidence. */
  readonly weighed: ReadonlySet<number>;
  readonly noises: Map<number, { readonly column: Place; uses: number }>;
}

/** Compiles a request for the worlds that share the factual noise. Cost: O(sites of the unrolled worlds x size of their formulas). */
export function makeProgram(request: Request, shares: readonly boolean[], seed: number): Program {
  const sites = sitesOf(request, shares);
  const evidence = evidenceOf(request, sites);
  const bench = { steps: [] as Step[], registers: makeRegisters(), seed };
  const population = drawPopulation(request, evidence.types, bench);
  const { types } = population;
  const draft: Draft = {
    ...bench,
    values: new Map(),
    spans: new Map(),
    attributeOf: population.attributeOf,
    attributeSpan: population.attributeSpan,
    unitOf: population.unitOf,
    weights: { rows: undefined, common: evidence.possible ? population.share : -Infinity },
  };
  const actions = scheduleOf(sites, evidence);
  const needs = needsOf(request, sites, evidence, actions);
  const weighed = new Set(actions.flatMap((action) => (action.kind === "weigh" ? [action.noise] : [])));
  const plan: Plan = { draft, sites, evidence, needs, weighed, laws: new Map(), noises: new Map() };
  const probes: Probe[] = [];
  actions.forEach((action, place) => {
    if (action.kind === "value") calculateSite(plan, action.site);
    else probes.push(action.kind === "weigh" ? weighSites(plan, action) : testSite(plan, action.site));
    for (const site of needs.finished.get(place) ?? []) {
      const held = draft.values.get(site);
      if (held !== undefined) release(draft, held);
    }
  });
  const operandOf = (subject: Subject): Operand => {
    const from = sites.at(subject);
    return from === "unit" ? typeColumn(draft, types) : operandFrom(draft, from);
  };
  const measures = request.measures.map((measure) => calculate(draft, calculationOf(measure, operandOf)).operand);
  const memory = new Float64Array(draft.registers.size());
  const view = ({ at }: Place) => memory.subarray(at, at + BLOCK);
  const weights = draft.weights.rows;
  return {
    steps: draft.steps,
    memory,
    measures: measures.map((operand) => (typeof operand === "number" ? operand : view(operand))),
    ...(weights === undefined ? {} : { weights: view(weights) }),
    common: draft.weights.common,
    ...(types === undefined ? {} : { types }),
    probes,
  };
}

function lawOf({ draft, sites, laws }: Plan, site: number): Law {
  const law = laws.get(site) ?? lawAt(draft, sites.sites[site]);
  laws.set(site, law);
  return law;
}

function calculateSite(plan: Plan, site: number): void {
  const { draft, sites, needs, noises, weighed } = plan;
  if (!needs.values.has(site)) return;
  const known = needs.fixed.get(site);
  if (known !== undefined) {
    draft.values.set(site, { operand: known, own: false });
    draft.spans.set(site, point(known));
    return;
  }
  const law = lawOf(plan, site);
  const { mechanism, noise } = sites.sites[site];
  // Evidence may drive a noise farther out than it would go by itself; lists of values it does not change.
  const listed = mechanism.kind === "bernoulli" || mechanism.kind === "categorical";
  if (listed || !weighed.has(noise)) draft.spans.set(site, law.span);
  if (mechanism.kind === "equals") {
    draft.values.set(site, valueAt(draft, law, undefined));
    return;
  }
  const drawn = noises.get(noise) ?? { column: drawNoise(draft, mechanism.kind, sites.noises[noise]), uses: 0 };
  noises.set(noise, drawn);
  draft.values.set(site, valueAt(draft, law, drawn.column));
  releaseLaw(draft, law);
  drawn.uses++;
  if (drawn.uses === needs.noiseUses.get(noise)) draft.registers.give(drawn.column);
}

function weighSites(plan: Plan, { noise, sites: weighed }: Extract<Action, { kind: "weigh" }>): Probe {
  const { draft, sites, evidence, needs, noises } = plan;
  const pieces = weighed.map((site) => ({ law: lawOf(plan, site), constraint: evidence.constraints.get(site)! }));
  const column = weigh(draft, pieces, sites.noises[noise], needs.noiseUses.has(noise));
  if (column !== undefined) noises.set(noise, { column, uses: 0 });
  // Of a value that is known already, nothing more will be made.
  pieces.forEach(({ law }, i) => {
    if (needs.fixed.has(weighed[i])) releaseLaw(draft, law);
  });
  const text = pieces.flatMap(({ constraint }) => constraint.all.map((one) => one.text)).join(", ");
  return { ...probeAt(draft), text, exacting: false };
}

function testSite({ draft, sites, evidence }: Plan, site: number): Probe {
  const constraint = evidence.constraints.get(site)!;
  const { operand } = draft.values.get(site)!;
  const test =
    constraint.kind === "exact"
      ? nearTest(constraint.value, operand)
      : every(constraint.all.map((one) => testOf(one, operand)));
  keepWhere(draft, calculate(draft, test));
  const continuous = sites.sites[site].domain === undefined;
  return {
    ...probeAt(draft),
    text: constraint.all.map(({ text }) => text).join(", "),
    exacting: continuous && constraint.all.some(({ comparison }) => comparison === "="),
  };
}

function typeColumn(draft: Draft, types: Int32Array | number | undefined): Operand {
  if (types === undefined) throw new Error("a continuous population has no types");
  if (typeof types === "number") return types;
  const out = draft.registers.take();
  draft.steps.push((memory, rows) => {
    for (let i = 0; i < rows; i++) memory[out.at + i] = types[i];
  });
  return out;
}

function probeAt({ steps, weights }: Draft) {
  return { step: steps.length, varied: weights.rows !== undefined };
}
