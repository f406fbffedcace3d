import type { Remark } from "./answer.js";
import type { GivenGraph } from "./identification.js";

/** One independence that a graph implies, held against data. */
export interface TestedIndependence {
  readonly one: string;
  readonly other: string;
  readonly given: readonly string[];
  /** How it was tested: "G-test", "partial correlation", "generalised covariance". */
  readonly test: string;
  readonly statistic: number;
  readonly freedom: number;
  /** The probability of so much dependence or more, were the graph right; null where the data cannot tell. */
  readonly p: number | null;
  /** The same, corrected for the number of independencies tried (Holm). */
  readonly adjusted: number | null;
  /** How strong the dependence is, 0 to 1 (a partial correlation, Cramer's V). */
  readonly strength: number;
  /** Why the data cannot tell. */
  readonly reason?: string;
}

/** An independence that the data contradict, and what that means. */
export interface IndependenceFinding extends TestedIndependence {
  readonly kind: "independence";
  readonly text: string;
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
  readonly data: {
    readonly source: string;
    readonly read: number;
    readonly used: number;
    readonly missing: Readonly<Record<string, number>>;
    readonly notes: readonly string[];
  };
  readonly provenance: Readonly<Record<string, number | string | boolean>>;
}
