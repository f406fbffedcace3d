import type { Range, Remark } from "../query/answer.js";
import type { Estimate } from "./scores.js";

/** What an estimator hands over, for an Answer to be made of it. */
export interface EstimateParts {
  readonly estimate: Estimate & { readonly influence?: Float64Array };
  readonly interval?: Range;
  /** One sentence that names the method. */
  readonly method: string;
  readonly assumptions: readonly Remark[];
  readonly warnings: readonly Remark[];
  readonly diagnostics: Readonly<Record<string, number | string | boolean>>;
}
