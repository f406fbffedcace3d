import type { Highs, HighsCallbackMap, ModelData } from "highs";
import type { Budget } from "../../graph/budget.js";
import { ranOutOfTime, Unsolved } from "./limits.js";

/**
 * Bundlers for pages follow an import that is written out into the part of the package that is for Node, and refuse it there. So they are
 * not shown its name: a page finds the package by an import map, or hands over its own way to load it.
 */
const PACKAGE = "highs";

/** Loads the solver of linear programs. */
export type LoadHighs = () => Promise<Highs>;

let loading: Promise<Highs> | undefined;

/** HiGHS, 3.5 MB of WebAssembly beside the package's own file, once for all questions and only when one needs it. It prints nothing. */
export function loadHighs(): Promise<Highs> {
  loading ??= import(/* @vite-ignore */ /* webpackIgnore: true */ PACKAGE)
    .then((found: { readonly default: LoadHighs }) => found.default())
    .catch((error) => {
      loading = undefined;
      throw error;
    });
  return loading;
}

/** @throws Unsolved where the solver cannot be loaded */
export async function loaded(load: LoadHighs): Promise<Highs> {
  try {
    return await load();
  } catch (error) {
    throw new Unsolved(`The solver of linear programs could not be loaded (${String(error)}).`);
  }
}

/** Find x >= 0 with A x = b. A by columns: the entries of column j stand from `starts[j]` to `starts[j + 1]`. */
export interface LinearProgram {
  readonly starts: Int32Array;
  readonly indices: Int32Array;
  readonly entries: Float64Array;
  /** b, by row. */
  readonly right: Float64Array;
  /** c, by column. */
  readonly cost: Float64Array;
}

/** The least or greatest c x, and where it is. */
export interface Optimum {
  readonly value: number;
  readonly at: Float64Array;
}

/** The optima of a program, one for each sense; "infeasible" where no x is. The second sense starts where the first ended. */
export type Solve = (
  program: LinearProgram,
  senses: readonly ("least" | "most")[],
) => readonly Optimum[] | "infeasible";

/** How far a solution may be from A x = b and x >= 0: rounding, and no more. The least that HiGHS takes. */
const TOLERANCE = 1e-10;

/**
 * Lends a solver to some work. What it holds is given back when the work is done.
 * @throws Unsolved when the budget is spent, or the numbers are too much for the simplex method
 * Cost: the simplex method.
 */
export function withSolver<Result>(highs: Highs, budget: Budget, work: (solve: Solve) => Result): Result {
  const { callbackType, modelStatus, objectiveSense } = highs.constants;
  const stopInTime: HighsCallbackMap = {
    [callbackType.simplexInterrupt]: (event) => {
      if (!budget.left()) event.interrupt();
    },
  };
  return highs.withModel((model) => {
    model.options.set({
      output_flag: false,
      primal_feasibility_tolerance: TOLERANCE,
      dual_feasibility_tolerance: TOLERANCE,
      small_matrix_value: 1e-12,
    });
    return work((program, senses) => {
      model.passModel(dataOf(program));
      const found: Optimum[] = [];
      for (const sense of senses) {
        model.changeObjectiveSense(sense === "least" ? objectiveSense.minimize : objectiveSense.maximize);
        const { modelStatus: status } = model.run(stopInTime);
        if (status === modelStatus.infeasible || status === modelStatus.unboundedOrInfeasible) return "infeasible";
        if (status === modelStatus.interrupted) throw ranOutOfTime(budget);
        if (status !== modelStatus.optimal)
          throw new Unsolved(`The linear program was not solved (HiGHS says ${status}).`);
        const at = model.getSolution().colValue;
        found.push({ value: program.cost.reduce((sum, cost, column) => sum + cost * at[column], 0), at });
      }
      return found;
    });
  });
}

function dataOf({ starts, indices, entries, right, cost }: LinearProgram): ModelData {
  const [numCols, numRows] = [cost.length, right.length];
  return {
    numCols,
    numRows,
    colCost: cost,
    colLower: new Float64Array(numCols),
    colUpper: new Float64Array(numCols).fill(Number.POSITIVE_INFINITY),
    rowLower: right,
    rowUpper: right,
    matrix: { format: "csc", numRows, numCols, starts, indices, values: entries },
  };
}
