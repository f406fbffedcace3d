import { all, type Bits, bitsOf, descendantsOf, has, nodesIn, type Plain } from "./plain.js";

/** A path that meets no node twice, from the node of smaller number to the other. */
export interface Path {
  readonly ends: readonly [number, number];
  /** Is there an arrowhead at the one end, at the other? */
  readonly heads: readonly [boolean, boolean];
  /** The nodes on the way where not both arrowheads meet. */
  readonly noncolliders: Bits;
  /** The nodes on the way where two arrowheads meet. */
  readonly colliders: Bits;
}

/** An edge seen from one of its ends. */
interface Step {
  readonly to: number;
  readonly headHere: boolean;
  readonly headThere: boolean;
}

/** Every simple path of a graph; two edges between the same nodes make two paths. */
export function pathsOf({ size, directed, shared }: Plain): readonly Path[] {
  const steps = Array.from({ length: size }, (): Step[] => []);
  for (const [from, to] of directed) {
    steps[from].push({ to, headHere: false, headThere: true });
    steps[to].push({ to: from, headHere: true, headThere: false });
  }
  for (const [one, other] of shared) {
    steps[one].push({ to: other, headHere: true, headThere: true });
    steps[other].push({ to: one, headHere: true, headThere: true });
  }
  const paths: Path[] = [];
  const walk = (start: number, headAtStart: boolean, last: Step, noncolliders: Bits, colliders: Bits) => {
    const here = last.to;
    if (start < here)
      paths.push({ ends: [start, here], heads: [headAtStart, last.headThere], noncolliders, colliders });
    const met = noncolliders | colliders | (1 << start) | (1 << here);
    for (const step of steps[here]) {
      if (has(met, step.to)) continue;
      const collides = last.headThere && step.headHere;
      walk(
        start,
        headAtStart,
        step,
        collides ? noncolliders : noncolliders | (1 << here),
        collides ? colliders | (1 << here) : colliders,
      );
    }
  };
  steps.forEach((first, start) => {
    for (const step of first) walk(start, step.headHere, step, 0, 0);
  });
  return paths;
}

/** Does some path connect two nodes when these are given? */
type Connects = (one: number, other: number, given: Bits) => boolean;

/** For a set that is given, the nodes each node is m-connected with. */
export type Connections = (given: Bits) => readonly Bits[];

/**
 * m-connection by its definition: two nodes are connected given Z when some path between them has no noncollider in Z, and at each collider
 * some descendant, the collider itself included, is in Z. Simple paths suffice: where a walk connects, some path connects (T. Richardson,
 * Scandinavian Journal of Statistics 30, 2003). The search under test walks, and never sees a path.
 */
function connectsByPaths(plain: Plain): Connects {
  const below = descendantsOf(plain);
  const between = below.map(() => below.map((): { noncolliders: Bits; openers: Bits[] }[] => []));
  for (const { ends, noncolliders, colliders } of pathsOf(plain))
    between[ends[0]][ends[1]].push({ noncolliders, openers: nodesIn(colliders).map((node) => below[node]) });
  return (one, other, given) =>
    between[Math.min(one, other)][Math.max(one, other)].some(
      ({ noncolliders, openers }) => (noncolliders & given) === 0 && openers.every((opener) => (opener & given) !== 0),
    );
}

export function connectionsByPaths(plain: Plain): Connections {
  const connects = connectsByPaths(plain);
  const nodes = nodesIn(all(plain.size));
  return (given) =>
    nodes.map((one) => {
      const free = (other: number) => other !== one && !has(given, one) && !has(given, other);
      return bitsOf(nodes.filter((other) => free(other) && connects(one, other, given)));
    });
}

/** Does no path connect a node of the one side with a node of the other, when the third set is given? The three have no node in common. */
export function separatedByPaths(plain: Plain): (one: Bits, other: Bits, given: Bits) => boolean {
  const connects = connectsByPaths(plain);
  return (one, other, given) => !nodesIn(one).some((a) => nodesIn(other).some((b) => connects(a, b, given)));
}

/**
 * For each node those it is linked with in the moral (augmented) graph of some nodes and their edges among each other: every node on the way
 * of some path between the two is a collider (T. Richardson 2003: collider connected).
 */
export function linksByPaths(plain: Plain): Bits[] {
  const links = nodesIn(all(plain.size)).map(() => 0);
  for (const { ends, noncolliders } of pathsOf(plain)) {
    if (noncolliders !== 0) continue;
    links[ends[0]] |= 1 << ends[1];
    links[ends[1]] |= 1 << ends[0];
  }
  return links;
}
