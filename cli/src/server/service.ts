import type { Engine } from "discoscm/align";
import type { Gate } from "./gate.js";
import type { Limits } from "./limits.js";
import type { Profiles } from "./profiles.js";
import type { Requests } from "./requests.js";

/** What the library does for the server; handed over, since commands load it late. */
export type Align = Pick<typeof import("discoscm/align"), "decode" | "drawPart" | "textStream">;

/** What every request is answered with. */
export interface Service {
  /** The one that batches (`batched.ts`). */
  readonly engine: Engine;
  readonly align: Align;
  /** What clients call the model. */
  readonly model: string;
  /** When the server began, in seconds. */
  readonly created: number;
  /** Tells one model (and its vocabulary) from another. */
  readonly fingerprint: string;
  readonly profiles: Profiles;
  readonly limits: Limits;
  /** So many of the likeliest tokens of each factor are asked for; absent: all, which is exact. */
  readonly top?: number;
  readonly gate: Gate;
  readonly requests: Requests;
  /** Told of what should never happen; it must not reach a client. */
  readonly bug: (error: unknown) => void;
}
