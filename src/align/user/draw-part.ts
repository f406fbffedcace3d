import { uniformStream } from "../../num/random.js";
import { drawPlace } from "../draw-place.js";
import type { Expression } from "../expression.js";

/** Who was drawn from a mixture. */
export interface DrawnPart {
  /** What is to be decoded: no mixture any more. */
  readonly expression: Expression;
  /** Of every mixture from the outside in: the place of the part. */
  readonly places: readonly number[];
  /** The probability of just this draw. */
  readonly p: number;
}

/**
 * Draws a part of a mixture, and of a mixture in it, once for a whole answer. An answer decoded from the part is a draw from the mixture of whole
 * texts: posterior sampling (THEORY 7.4), exactly. Fusing token by token with `mix` is not: it draws anew at each token, whoever has spoken so far.
 * An expression that is no mixture is its own only part. The same seed draws the same part. Cost: O(parts).
 */
export function drawPart(expression: Expression, seed: number): DrawnPart {
  // Not the stream that an answer's tokens are drawn from.
  const uniform = uniformStream(seed, 1);
  const places: number[] = [];
  let [drawn, p] = [expression, 1];
  while (drawn.kind === "mix") {
    const { parts } = drawn;
    const whole = parts.reduce((sum, { weight }) => sum + weight, 0);
    const at = drawPlace(
      parts.map(({ weight }) => weight),
      uniform() * whole,
    );
    places.push(at);
    p *= parts[at].weight / whole;
    drawn = parts[at].law;
  }
  return { expression: drawn, places, p };
}
