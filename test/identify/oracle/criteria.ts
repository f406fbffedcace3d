// The graphical criteria by their definitions, path by path: sets are bits, and nothing of src/identify or of its searches is used.
import { type Path, pathsOf, separatedByPaths } from "../../graph/algorithms/paths.js";
import { type Bits, descendantsOf, has, nodesIn, type Plain } from "../../graph/algorithms/plain.js";

/** What the definitions say of sets beside x and y, which have no node in common with these. */
export interface Criteria {
  /** What comes behind a causal path: its nodes behind x, and their descendants. */
  readonly behind: Bits;
  readonly isAdjustment: (z: Bits) => boolean;
  readonly isBackdoor: (z: Bits) => boolean;
  /** The first of the three front-door conditions that fails, from 1; 0 where none does. */
  readonly frontDoorFailure: (z: Bits) => number;
}

/** A path with what its definition needs, seen from one of its ends. */
interface Way {
  readonly isInto: boolean;
  readonly isCausal: boolean;
  readonly noncolliders: Bits;
  /** The descendants of each collider: one of them must be given to open it. */
  readonly openers: readonly Bits[];
  /** Every node between the ends. */
  readonly between: Bits;
  readonly target: number;
}

export function criteriaOf(plain: Plain, x: Bits, y: Bits): Criteria {
  const below = descendantsOf(plain);
  const belowAny = (nodes: Bits) => nodesIn(nodes).reduce((bits, node) => bits | below[node], 0);
  const paths = pathsOf(plain);

  const seenFrom = ({ ends, heads, noncolliders, colliders }: Path, start: 0 | 1): Way => ({
    isInto: heads[start],
    // Directed all the way: no arrowhead where it starts, and nowhere two of them.
    isCausal: !heads[start] && colliders === 0,
    noncolliders,
    openers: nodesIn(colliders).map((node) => below[node]),
    between: noncolliders | colliders,
    target: ends[1 - start],
  });
  /** Paths that leave a set once and for all (proper ones) for another. */
  const proper = (from: Bits, to: Bits): Way[] => {
    const found: Way[] = [];
    for (const path of paths) {
      const [a, b] = path.ends;
      if (((path.noncolliders | path.colliders) & from) !== 0) continue;
      if (has(from, a) && has(to, b)) found.push(seenFrom(path, 0));
      if (has(from, b) && has(to, a)) found.push(seenFrom(path, 1));
    }
    return found;
  };
  const isOpen = ({ noncolliders, openers }: Way, given: Bits) =>
    (noncolliders & given) === 0 && openers.every((opener) => (opener & given) !== 0);

  const ways = proper(x, y);
  const causal = ways.filter(({ isCausal }) => isCausal);
  const others = ways.filter(({ isCausal }) => !isCausal);
  const backdoor = ways.filter(({ isInto }) => isInto);
  const behind = belowAny(causal.reduce((bits, { between, target }) => bits | between | (1 << target), 0));
  return {
    behind,
    // I. Shpitser, T. VanderWeele & J. Robins, UAI 2010, definition 4.
    isAdjustment: (z) => (behind & z) === 0 && !others.some((way) => isOpen(way, z)),
    // J. Pearl, Causality, definition 3.3.1.
    isBackdoor: (z) => (belowAny(x) & z) === 0 && !backdoor.some((way) => isOpen(way, z)),
    // J. Pearl, Biometrika 82, 1995, definition 2; H. Jeong, J. Tian & E. Bareinboim, NeurIPS 2022, definition 1.
    frontDoorFailure: (z) => {
      if (causal.some(({ between }) => (between & z) === 0)) return 1;
      if (proper(x, z).some((way) => way.isInto && isOpen(way, 0))) return 2;
      return proper(z, y).some((way) => way.isInto && isOpen(way, x)) ? 3 : 0;
    },
  };
}

/**
 * Is z a conditional instrument for the total effect of x on y? J. Pearl, Causality, section 7.4.2 and its note on conditional instruments;
 * C. Brito & J. Pearl, UAI 2002, definition 1, in the graph in which x has no effects. All single nodes.
 */
export function instrumentTest(plain: Plain, x: number, y: number): (z: number, given: Bits) => boolean {
  const below = descendantsOf(plain);
  const separates = separatedByPaths({ ...plain, directed: plain.directed.filter(([from]) => from !== x) });
  return (z, given) =>
    ((below[x] | below[y]) & (given | (1 << z))) === 0 &&
    separates(1 << z, 1 << y, given) &&
    !separates(1 << z, 1 << x, given);
}
