/** A covariate that a graph says not to adjust for. */
export interface Misplaced {
  readonly name: string;
  /** Its role towards treatment and outcome ("mediator", "collider", ...). */
  readonly role: string;
  /** What adjusting for it does, in a sentence. */
  readonly why: string;
}

/** A variable by which the rows were selected, so that the comparison of the arms is off. */
export interface SelectedBy {
  readonly name: string;
  readonly role: string;
  /** What comparing the arms among the selected does, in a sentence. */
  readonly why: string;
}

/** What a graph has against the way an effect is about to be estimated. Nothing where both lists are empty. */
export interface GraphGuard {
  readonly misplaced: readonly Misplaced[];
  /** The covariates that are left without the misplaced ones, and do adjust for everything. */
  readonly valid: readonly string[];
  readonly selected: readonly SelectedBy[];
  /** What would undo the selection, in a sentence; empty where there is none. */
  readonly recovery: string;
}
