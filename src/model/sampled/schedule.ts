import type { Evidence } from "./evidence.js";
import type { Sites } from "./sites.js";

/** One thing to be done for each block. */
export type Action =
  /** Weigh by what the evidence says of these sites, and let their common noise agree with it. All that is above them is there. */
  | { readonly kind: "weigh"; readonly noise: number; readonly sites: readonly number[] }
  /** Calculate a site's value, from its noise and what is above it. */
  | { readonly kind: "value"; readonly site: number }
  /** Keep the rows where the value agrees with the evidence. */
  | { readonly kind: "test"; readonly site: number };

/**
 * The order of a program. A noise that several worlds share is drawn once, so all evidence about it must be in before: what is above the
 * other worlds' sites comes first. Where that is itself made of this noise, the evidence is looked at afterwards.
 * Cost: O(sites), and for each piece of evidence what is above it.
 */
export function scheduleOf({ sites }: Sites, { constraints }: Evidence): readonly Action[] {
  const actions: Action[] = [];
  const done = new Uint8Array(sites.length);
  const ready = new Set<number>();
  const inHand = new Set<number>();
  const evidenceOn = new Map<number, number[]>();
  const late = new Set<number>();
  for (const site of [...constraints.keys()].sort((a, b) => a - b)) {
    const constraint = constraints.get(site)!;
    const { noise } = sites[site];
    if (constraint.kind === "test") late.add(site);
    else evidenceOn.set(noise, [...(evidenceOn.get(noise) ?? []), site]);
    if (constraint.kind === "values" && constraint.gaps) late.add(site);
  }

  /** What is above a site and not there yet, ascending; undefined when some of it waits for a noise in hand. */
  const missingAbove = (site: number): readonly number[] | undefined => {
    const missing = new Set<number>();
    const queue = [site];
    for (let one = queue.pop(); one !== undefined; one = queue.pop()) {
      for (const { from } of sites[one].above) {
        if (!("site" in from) || done[from.site] === 1 || missing.has(from.site)) continue;
        if (inHand.has(sites[from.site].noise)) return undefined;
        missing.add(from.site);
        queue.push(from.site);
      }
    }
    return [...missing].sort((a, b) => a - b);
  };

  const prepare = (noise: number): void => {
    if (ready.has(noise)) return;
    ready.add(noise);
    inHand.add(noise);
    const weighed: number[] = [];
    const exact = (site: number) => constraints.get(site)!.kind === "exact";
    for (const site of (evidenceOn.get(noise) ?? []).sort((a, b) => Number(exact(b)) - Number(exact(a)))) {
      // An exact value leaves the noise no freedom, so all else about it can only be looked at.
      const missing = weighed.length > 0 && exact(weighed[0]) ? undefined : missingAbove(site);
      if (missing === undefined) late.add(site);
      else {
        for (const one of missing) calculate(one);
        weighed.push(site);
      }
    }
    inHand.delete(noise);
    if (weighed.length > 0) actions.push({ kind: "weigh", noise, sites: weighed });
  };

  const calculate = (site: number): void => {
    if (done[site] === 1) return;
    prepare(sites[site].noise);
    if (done[site] === 1) return;
    done[site] = 1;
    actions.push({ kind: "value", site });
    if (late.has(site)) actions.push({ kind: "test", site });
  };

  for (let site = 0; site < sites.length; site++) calculate(site);
  return actions;
}
