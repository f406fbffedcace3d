import type { DataUsed, Remark } from "./answer.js";
import type { GivenGraph } from "./identification.js";

/** Two variables, perhaps given others, and what data say about their independence. */
export interface IndependenceTest {
  readonly one: string;
  readonly other: string;
  readonly given: readonly string[];
  /** How it was tested: "chi-square", "chi-square, 999 draws", "generalised covariance, trend", "exact law"; "none". */
  readonly test: string;
  /** Large where the two depend on each other; of an exact law the probability that would have to move for an independence. Null: not tested. */
  readonly statistic: number | null;
  /** Degrees of freedom of the statistic; null for an exact law, and where nothing was tested. */
  readonly freedom: number | null;
  /** The probability of so much dependence or more, were they independent; null where the data cannot tell, and for an exact law. */
  readonly p: number | null;
  /** How strong the dependence is, 0 to 1: Cramér's V, or a partial correlation of ranks. Null: not tested. */
  readonly strength: number | null;
  /** Why the data cannot tell. */
  readonly reason?: string;
}

/** One independence that a graph implies, held against data. */
export interface TestedIndependence extends IndependenceTest {
  /** `p`, corrected for the number of independencies tried (Holm). */
  readonly adjusted: number | null;
}

/** An independence that the data contradict, and what that means. */
export interface IndependenceFinding extends TestedIndependence {
  readonly kind: "independence";
  /** What should be and is not, with its numbers, in one sentence. */
  readonly text: string;
  /** Edges of which each would take the independence out of what the graph claims: "tar -> cancer", "tar <-> cancer". */
  readonly repairs: readonly string[];
}

/** What `disco check TABLE --graph` holds (DESIGN 4.5): only what was found, of all that was scanned. */
export interface GraphCheck {
  readonly question: string;
  readonly graph: GivenGraph;
  readonly findings: readonly IndependenceFinding[];
  /** Everything that was tried, in the order of the graph. */
  readonly scanned: readonly TestedIndependence[];
  /** Pairs that no edge links and no measured set separates: nothing was tried about them. */
  readonly inseparable: readonly (readonly [string, string])[];
  readonly level: number;
  readonly advice: readonly string[];
  readonly assumptions: readonly Remark[];
  readonly warnings: readonly Remark[];
  readonly data: DataUsed;
  readonly provenance: Readonly<Record<string, number | string | boolean>>;
}
