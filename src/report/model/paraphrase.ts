import { listed } from "../../num/say-names.js";
import type { Case, Effect, Expectation, Given, Probability, Question } from "../../query/question.js";
import { shorten } from "../words.js";
import { byWorld, eventsText, holdsText, worldText } from "./terms.js";
import { forWhom, whoText, worldOf } from "./who.js";

/**
 * The question in plain words, "Of those with subsidy = 1 and retained = 1: would have retained = 1 had subsidy been 0". Undefined where
 * plain words would take more than a sentence (arithmetic, nested interventions, whole laws): the question itself says it best then.
 */
export function questionInWords(question: Question): string | undefined {
  switch (question.kind) {
    case "probability":
      return probabilityWords(question);
    case "expectation":
      return expectationWords(question);
    case "effect":
      return effectWords(question);
    case "case":
      return caseWords(question);
    default:
      return undefined;
  }
}

function probabilityWords({ events, given }: Probability): string | undefined {
  const who = whoText(given);
  if (who === undefined) return undefined;
  const clauses = byWorld(events).map((group) => {
    const units = group.every(({ term, test }) => term.name === "unit" && test?.comparison === "=");
    if (units) return `are ${listed(group.map(({ test }) => shorten(String(test!.value), 48)))}`;
    const text = eventsText(group);
    const world = worldOf(group, given);
    if (text === undefined || world === undefined) return text && `${who.one ? "has" : "have"} ${text}`;
    // The setting of `do` has been told at the beginning.
    if (group[0].term.world === undefined) return `would have ${text}`;
    const clause = worldText(world, given);
    return clause && `would have ${text} ${clause}`;
  });
  return clauses.includes(undefined) ? undefined : `${who.text}: ${clauses.join(", and ")}`;
}

const MOMENTS = { E: "the average", Var: "the variance", SD: "the standard deviation" } as const;

function expectationWords({ moment, of, given }: Expectation): string | undefined {
  const who = whoText(given);
  if (of.kind !== "term" || who === undefined) return undefined;
  const what = `${MOMENTS[moment]} of ${shorten(of.name, 48)}`;
  if (of.world === undefined) return `${who.text}: ${what}`;
  const clause = worldText(of.world, given);
  return clause && `${who.text}: ${what} ${clause}`;
}

function effectWords(effect: Effect): string | undefined {
  const { name, treatment, outcome, given } = effect;
  const { treated, control } = effect.arms ?? { treated: 1, control: 0 };
  const [with1, with0] = [holdsText(treatment, treated), holdsText(treatment, control)];
  const [t, y] = [shorten(treatment, 48), holdsText(outcome, effect.success ?? 1)];
  const against = `${with1} against ${control}`;
  const of = (extra: readonly string[], asked: string): string | undefined => {
    const who = given.do.length > 0 ? undefined : whoText(given, extra);
    return who && `${who.text}: ${asked}`;
  };
  const average = (what: string, extra: readonly string[] = []): string | undefined => {
    const who = forWhom(given, extra);
    return who && `${what}, for ${who}`;
  };
  const mediators = (effect.through ?? []).map((one) => shorten(one, 48));
  const on = effect.success === undefined ? shorten(outcome, 48) : y;
  switch (name) {
    case "ATE":
      return average(`The effect of ${against} on ${on}`);
    case "ETT":
      return average(`The effect of ${against} on ${on}`, [with1]);
    case "ETU":
      return average(`The effect of ${against} on ${on}`, [with0]);
    case "NDE":
      return average(`The effect of ${against} on ${on} that does not go through ${listed(mediators)}`);
    case "NIE":
      return average(`The effect of ${against} on ${on} that goes through ${listed(mediators)} alone`);
    case "PN":
      return of([with1, y], `would not have ${y} had ${t} been ${control}`);
    case "PS":
      return of(
        [with0, `another ${shorten(outcome, 48)} than ${effect.success ?? 1}`],
        `would have ${y} had ${t} been ${treated}`,
      );
    case "PNS":
      return of([], `would have ${y} with ${t} set to ${treated}, but not with ${control}`);
    case "TYPES":
      return average(`How ${y} responds to ${against}`);
    case "VARIANCE":
      return average(`What the variance of ${shorten(outcome, 48)} goes with`);
    case "BENEFIT":
      return average(`The average benefit of ${against} for ${y}`);
  }
}

function caseWords({ name, treatment, outcome, given }: Case): string | undefined {
  const y = holdsText(outcome.variable, outcome.value);
  const arm = treatment === undefined ? [] : [holdsText(treatment.variable, treatment.value)];
  const who = onlyFactual(given) ? whoText(given, [...arm, y]) : undefined;
  if (who === undefined) return undefined;
  if (name === "PC") return `${who.text}: would have ${y} again${arm.length === 0 ? "" : `, with ${arm[0]} again`}`;
  const parts =
    treatment === undefined
      ? "what everybody gets, what is the individual’s own, and what was chance"
      : `what would have been anyway, what ${arm[0]} changed, and what was chance`;
  return `${who.text}: ${parts}`;
}

function onlyFactual(given: Given): boolean {
  return given.do.length === 0 && given.events.every(({ term }) => term.world === undefined);
}
