/** How an individual would answer both arms, by two chances of success: named as in THEORY 4. */
export type ResponseType = "complier" | "always" | "never" | "defier";

/** The two chances whose product is the chance of each type under independent noises, from p1 and p0. */
const PARTS: Readonly<Record<ResponseType, (p1: number, p0: number) => readonly [number, number]>> = {
  complier: (p1, p0) => [p1, 1 - p0],
  always: (p1, p0) => [p1, p0],
  never: (p1, p0) => [1 - p1, 1 - p0],
  defier: (p1, p0) => [1 - p1, p0],
};

export const RESPONSE_TYPES = Object.keys(PARTS) as readonly ResponseType[];

/** The two chances whose product a type is: p1 or 1 - p1, p0 or 1 - p0. */
export function responseParts(type: ResponseType, p1: number, p0: number): readonly [number, number] {
  return PARTS[type](p1, p0);
}

/** The chance of a type when the noises of the two worlds are independent, and its bounds whatever they are (Fréchet 1951). */
export function responseType(
  type: ResponseType,
  p1: number,
  p0: number,
): { readonly value: number; readonly low: number; readonly high: number } {
  const [a, b] = PARTS[type](p1, p0);
  return { value: a * b, low: Math.max(0, a + b - 1), high: Math.min(a, b) };
}
