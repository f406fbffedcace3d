import type { Complaint } from "../../error.js";
import type { Result } from "../request.js";

/** Placeholder until the sampled engine is here. */
export function tooFew(_result: Result): Complaint | undefined {
  return undefined;
}
