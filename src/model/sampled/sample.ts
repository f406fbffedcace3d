import type { Request, Result, Unable } from "../request.js";

/** Placeholder until the sampled engine is here. */
export function sample(
  _request: Request,
  _options: { readonly draws: number; readonly seed: number },
): Result | Unable {
  return { unable: "the sampled engine is not here yet" };
}
