import { pathsOf } from "./paths.js";
import { type Bits, has, type Plain } from "./plain.js";

/**
 * The latent projection by its definition: an edge wherever a path between two measured nodes has only latent nodes on its way and no
 * collider among them, with the arrowheads that the path has at its ends (T. Verma 1993; J. Pearl, Causality, 2009, definition 2.6.1).
 */
export function projectionByPaths(plain: Plain, latent: Bits): Plain {
  const directed = new Map<string, readonly [number, number]>();
  const shared = new Map<string, readonly [number, number]>();
  for (const { ends, heads, noncolliders, colliders } of pathsOf(plain)) {
    const [one, other] = ends;
    if (has(latent, one) || has(latent, other) || colliders !== 0 || (noncolliders & ~latent) !== 0) continue;
    // Without a collider the path cannot have tails at both ends.
    if (heads[0] && heads[1]) shared.set(`${one} ${other}`, [one, other]);
    else if (heads[1]) directed.set(`${one} ${other}`, [one, other]);
    else directed.set(`${other} ${one}`, [other, one]);
  }
  return { size: plain.size, directed: [...directed.values()], shared: [...shared.values()] };
}
