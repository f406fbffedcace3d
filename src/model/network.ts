import type { Model } from "./model.js";
import type { Coupling, PlannedWorld, Subject } from "./request.js";

/** Where a node takes a parent's value from: another node, or a number that an intervention set. */
export type Source = { readonly node: number } | { readonly value: number };

/** One variable in one world (or in several that cannot differ). */
export interface Node {
  readonly variable: number;
  /** Nodes with the same noise number share their noise. Always of the same variable. */
  readonly noise: number;
  /** One for each of the variable's `parents`, in their order. */
  readonly parents: readonly Source[];
}

/**
 * The worlds of a question unrolled into one Bayesian network, given the individual: only what the question needs, parents before
 * children. In worlds that share noise, a variable whose parents are the same nodes is one node.
 */
export interface Network {
  readonly nodes: readonly Node[];
  /** How many noises there are; `Node.noise` is below this. */
  readonly noises: number;
  /** Where a subject's value is found; only for the subjects asked for. */
  readonly at: (subject: Extract<Subject, { kind: "variable" }>) => Source;
}

/** Which worlds keep the factual noise, in one of the cases of the dial, and how probable the case is. */
export interface SharingCase {
  /** By world; the factual world always shares with itself. */
  readonly shares: readonly boolean[];
  readonly probability: number;
}

/**
 * The cases of the dial (THEORY 1.7): each world but the factual one shares with probability lambda, independently. Worlds that the question
 * does not compare are still cases of their own; with lambda 0 or 1 there is one case. `arms` (potential outcomes) is one case, all shared.
 * `worlds` counts the factual one.
 */
export function sharingCases(worlds: number, coupling: Coupling): readonly SharingCase[] {
  const lambda = coupling.kind === "arms" ? 1 : coupling.lambda;
  const others = worlds - 1;
  const cases: SharingCase[] = [];
  for (let bits = 0; bits < 2 ** others; bits++) {
    const shares = [true];
    let probability = 1;
    for (let world = 0; world < others; world++) {
      const kept = ((bits >> world) & 1) === 1;
      shares.push(kept);
      probability *= kept ? lambda : 1 - lambda;
    }
    if (probability > 0) cases.push({ shares, probability });
  }
  return cases;
}

/**
 * Unrolls what `subjects` need. Cost: (worlds x variables) nodes at most; no recursion, so that long chains are fine.
 */
export function unroll(
  model: Model,
  worlds: readonly PlannedWorld[],
  shares: readonly boolean[],
  subjects: readonly Subject[],
): Network {
  const wanted = ancestorsByWorld(model, worlds, subjects);
  const nodes: Node[] = [];
  const found: Map<number, Source>[] = worlds.map(() => new Map());
  // A node is the same in two sharing worlds when its parents are; its key is the world's noise, the variable and its sources.
  const known = new Map<string, number>();
  const noiseOf = new Map<string, number>();
  for (let world = 0; world < worlds.length; world++) {
    const set = worlds[world].set;
    const vector = shares[world] ? 0 : world;
    for (const variable of model.order) {
      if (!wanted[world].has(variable)) continue;
      const setting = set.get(variable);
      if (setting !== undefined) {
        found[world].set(
          variable,
          "value" in setting ? { value: setting.value } : found[setting.world].get(setting.variable)!,
        );
        continue;
      }
      const parents = model.variables[variable].parents.map((parent) => found[world].get(parent)!);
      const key = `${vector}/${variable}/${parents.map((one) => ("node" in one ? one.node : `=${one.value}`)).join()}`;
      let node = known.get(key);
      if (node === undefined) {
        const noiseKey = `${vector}/${variable}`;
        let noise = noiseOf.get(noiseKey);
        if (noise === undefined) {
          noise = noiseOf.size;
          noiseOf.set(noiseKey, noise);
        }
        node = nodes.push({ variable, noise, parents }) - 1;
        known.set(key, node);
      }
      found[world].set(variable, { node });
    }
  }
  return { nodes, noises: noiseOf.size, at: ({ world, variable }) => found[world].get(variable)! };
}

/** For each world, the variables whose value there matters: subjects, their parents, and theirs, stopping at what is set. */
function ancestorsByWorld(
  model: Model,
  worlds: readonly PlannedWorld[],
  subjects: readonly Subject[],
): readonly ReadonlySet<number>[] {
  const wanted = worlds.map(() => new Set<number>());
  const queue: [world: number, variable: number][] = [];
  const want = (world: number, variable: number) => {
    if (wanted[world].has(variable)) return;
    wanted[world].add(variable);
    queue.push([world, variable]);
  };
  for (const subject of subjects) if (subject.kind === "variable") want(subject.world, subject.variable);
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    const [world, variable] = next;
    const setting = worlds[world].set.get(variable);
    if (setting === undefined) for (const parent of model.variables[variable].parents) want(world, parent);
    else if ("world" in setting) want(setting.world, setting.variable);
  }
  return wanted;
}
