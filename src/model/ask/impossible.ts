import { DiscoError } from "../../error.js";
import type { Request } from "../request.js";

/**
 * Finds out which part of the evidence cannot happen: one event by itself, or the first that cannot happen together with those before it.
 * @param can whether the request's evidence is possible; undefined when that cannot be told
 * @throws DiscoError always
 */
export function refuseImpossible(request: Request, can: (request: Request) => boolean | undefined): never {
  const { given } = request;
  const holding = (conjuncts: typeof given) => can({ ...request, given: conjuncts, measures: [] });
  const alone = given.find((one) => holding([one]) === false);
  if (alone !== undefined) throw complaint(alone.text, "this never happens in the model");
  for (let count = 2; count <= given.length; count++) {
    if (holding(given.slice(0, count)) !== false) continue;
    const before = given.slice(0, count - 1).map(({ text }) => text);
    throw complaint(given[count - 1].text, `this never happens together with ${few(before)}`);
  }
  throw new DiscoError(
    {
      who: "question",
      wrong: "no draw agreed with what the question holds, so it is impossible or very rare",
      given: few(given.map(({ text }) => text)),
      next: "check the values, hold less, or draw more (--draws)",
    },
    "refused",
  );
}

function complaint(given: string, wrong: string): DiscoError {
  return new DiscoError({
    who: "question",
    wrong: `what it holds is impossible: ${wrong}`,
    given,
    next: "leave it out, or check its value and the model",
  });
}

/** Nobody reads a hundred events. */
function few(texts: readonly string[]): string {
  return texts.length <= 6 ? texts.join(", ") : `${texts.slice(0, 4).join(", ")} and ${texts.length - 4} more`;
}
