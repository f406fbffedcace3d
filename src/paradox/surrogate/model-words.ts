import type { ParadoxCause, SurrogateFinding, SurrogateOfModel } from "../../query/surrogate.js";
import { change, direction, event } from "./say.js";

/** What is known of a model before it is put in words. */
export type KnownModel = Omit<
  SurrogateOfModel,
  | "kind"
  | "question"
  | "model"
  | "causes"
  | "findings"
  | "scanned"
  | "advice"
  | "assumptions"
  | "warnings"
  | "provenance"
>;

const NOTHING = 1e-12;

/** The three causes in a model: here each is a number, and "cannot tell" does not occur. */
export function modelCauses(known: KnownModel): readonly ParadoxCause[] {
  const { treatment, surrogate, outcome, individuals, product, covariance, rest, seen } = known;
  const said = (value: number) => change(outcome, value);
  const direct = individuals.some((one) => one.direct.some((value) => Math.abs(value) > NOTHING));
  const opposite = (value: number) => value * product < -NOTHING;
  const within = direct ? "" : " (not a direct effect: something moves both within an individual)";
  const through = `the treatment changes nothing but through ${surrogate.name}`;
  return [
    {
      id: "direct-effect",
      name: `a direct effect of ${treatment.name} on ${outcome.name}, of the other sign`,
      evidence: direct && opposite(rest) ? "for" : "against",
      text: direct
        ? `What does not go through ${surrogate.name} adds ${said(rest)}.`
        : Math.abs(rest) > NOTHING
          ? `With ${surrogate.name} held, ${through}; ${said(rest)} is left all the same${within}.`
          : `With ${surrogate.name} held, ${through}.`,
    },
    {
      id: "confounding",
      name: `confounding of ${surrogate.name} and ${outcome.name}`,
      evidence: seen.confounding !== null && Math.abs(seen.confounding) > NOTHING ? "for" : "against",
      text:
        seen.confounding === null
          ? `${surrogate.name} has one value only, so no association is seen.`
          : `${event(surrogate)} goes with ${said(seen.confounding + known.effects.surrogateOnOutcome)} of ${event(outcome)}, and makes ${said(known.effects.surrogateOnOutcome)}.`,
    },
    {
      id: "transitivity",
      name: `lack of transitivity: ${treatment.name} moves ${surrogate.name} in others than those where ${surrogate.name} moves ${outcome.name}`,
      evidence: opposite(covariance) ? "for" : "against",
      text: `The two effects of an individual have the covariance ${said(covariance)}; the product of their averages is ${said(product)}.`,
    },
  ];
}

export function modelFindings(known: KnownModel, causes: readonly ParadoxCause[]): readonly SurrogateFinding[] {
  const { treatment, surrogate, outcome, effects, paradox } = known;
  const found = (kind: SurrogateFinding["kind"], text: string): SurrogateFinding => ({
    paradox: "surrogate",
    by: surrogate.name,
    kind,
    text,
  });
  const { onSurrogate: a, surrogateOnOutcome: b, onOutcome: c } = effects;
  const reversal = paradox
    ? [
        found(
          "reversal",
          `${treatment.name} ${direction(surrogate, a)} (${change(surrogate, a)}), ${surrogate.name} ${direction(outcome, b)} (${change(outcome, b)}), and yet ${treatment.name} ${direction(outcome, c)} (${change(outcome, c)}).`,
        ),
      ]
    : [];
  const kinds = {
    "direct-effect": "direct effect",
    confounding: "confounding",
    transitivity: "not transitive",
  } as const;
  return [
    ...reversal,
    ...causes.filter(({ evidence }) => evidence === "for").map(({ id, text }) => found(kinds[id], text)),
  ];
}
