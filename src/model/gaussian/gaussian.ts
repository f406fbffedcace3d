import type { Request, Result, Unable } from "../request.js";

/** Placeholder until the linear-Gaussian engine is here. */
export function gaussian(_request: Request): Result | Unable {
  return { unable: "the linear-Gaussian engine is not here yet" };
}
