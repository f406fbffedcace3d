import { subjectsOf } from "../measured.js";
import type { Request } from "../request.js";
import { type Evidence, fixedBy } from "./evidence.js";
import type { Action } from "./schedule.js";
import type { Sites } from "./sites.js";

/** What of a schedule has to be calculated at all, and for how long it is wanted. */
export interface Needs {
  /** Sites whose values are known before anything is drawn: evidence says so. */
  readonly fixed: ReadonlyMap<number, number>;
  /** Sites whose values somebody wants. */
  readonly values: ReadonlySet<number>;
  /** How many values are made of each noise. */
  readonly noiseUses: ReadonlyMap<number, number>;
  /** Sites that nobody wants any more after an action, by its place. */
  readonly finished: ReadonlyMap<number, readonly number[]>;
}

/** Reads the schedule backwards: evidence and measures want what is above them. Cost: O(sites). */
export function needsOf(
  request: Request,
  { sites, at }: Sites,
  { constraints }: Evidence,
  actions: readonly Action[],
): Needs {
  const fixed = new Map<number, number>();
  for (const action of actions) {
    if (action.kind !== "weigh") continue;
    for (const site of action.sites) {
      const value = fixedBy(sites[site].mechanism, constraints.get(site));
      if (value !== undefined) fixed.set(site, value);
    }
  }
  const values = new Set<number>();
  const noiseUses = new Map<number, number>();
  const finished = new Map<number, number[]>();
  const want = (site: number, step: number) => {
    if (values.has(site)) return;
    values.add(site);
    finished.set(step, [...(finished.get(step) ?? []), site]);
  };
  for (const subject of request.measures.flatMap(subjectsOf)) {
    const from = at(subject);
    if (from !== "unit" && "site" in from) want(from.site, Number.POSITIVE_INFINITY);
  }
  for (let step = actions.length - 1; step >= 0; step--) {
    const action = actions[step];
    if (action.kind === "test") want(action.site, step);
    if (action.kind === "value" && (fixed.has(action.site) || !values.has(action.site))) continue;
    for (const site of action.kind === "weigh" ? action.sites : [action.site]) {
      for (const { from } of sites[site].above) if ("site" in from) want(from.site, step);
      if (action.kind === "value") noiseUses.set(sites[site].noise, (noiseUses.get(sites[site].noise) ?? 0) + 1);
    }
  }
  return { fixed, values, noiseUses, finished };
}
