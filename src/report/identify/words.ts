import { listed } from "../../num/say-names.js";
import type { Estimand, Origin } from "../../query/estimand.js";
import type { Identification, SetListing } from "../../query/identification.js";
import { dataText } from "../data-text.js";
import { shorten } from "../words.js";

/** How a question that is one sentence long is cut; below the sentence it stands in full. */
const LONGEST = 160;
const NAME = 48;

/** The answer in one sentence: can the question be computed, from what, and how? */
export function headline(answer: Identification): string {
  const asked = shorten(answer.query, LONGEST);
  if (!answer.identified) return `${asked} cannot be computed from what is observed, however much data comes.`;
  const verb = answer.method === "observed" ? "can be read off" : "can be computed from";
  return `${asked} ${verb} ${source(answer)}${way(answer)}.`;
}

/** "age and sex", names cut where they are long. */
export function namesText(names: readonly string[]): string {
  return listed(names.map((name) => shorten(name, NAME)));
}

/** "{age, sex}"; "nothing" for the empty set. */
function setText(names: readonly string[]): string {
  return names.length === 0 ? "nothing" : `{${names.map((name) => shorten(name, NAME)).join(", ")}}`;
}

/** Where the laws of the formula come from. */
function source({ estimand, method }: Identification): string {
  const origins = estimand === undefined ? [] : originsOf(estimand.tree);
  const asked = origins.filter(({ population }) => population === "target").length;
  const where =
    asked === 0
      ? "the population studied"
      : asked === origins.length
        ? "the population asked about"
        : "both populations";
  const seen = method === "transport" ? `what is observed in ${where}` : "what is observed";
  const set = new Set(origins.flatMap((origin) => origin.do.map(({ variable }) => variable)));
  const parts = [
    ...(origins.length === 0 || origins.some((one) => one.do.length === 0) ? [seen] : []),
    ...(set.size === 0 ? [] : [`experiments that set ${namesText([...set])}`]),
  ];
  return listed(parts);
}

function originsOf(estimand: Estimand): readonly Origin[] {
  switch (estimand.kind) {
    case "law":
    case "mean":
      return [estimand.origin];
    case "product":
      return estimand.factors.flatMap(originsOf);
    case "quotient":
      return [...originsOf(estimand.top), ...originsOf(estimand.bottom)];
    case "arithmetic":
      return [...originsOf(estimand.left), ...originsOf(estimand.right)];
    case "sum":
    case "negative":
      return originsOf(estimand.of);
    default:
      return [];
  }
}

function way({ strategy, method, derivation }: Identification): string {
  if (strategy?.kind === "adjustment") {
    if (strategy.given.length === 0) return ": nothing has to be adjusted for";
    const criterion = derivation.some(({ rule }) => rule.includes("back-door")) ? "back-door" : "adjustment";
    return `, by adjusting for ${namesText(strategy.given)} (${criterion})`;
  }
  if (strategy?.kind === "front-door") {
    const many = strategy.mediators.length > 1;
    return `, through the mediator${many ? "s" : ""} ${namesText(strategy.mediators)} (front-door)`;
  }
  if (Object.hasOwn(WAYS, method)) return WAYS[method];
  const algorithms = method.split(", ");
  return algorithms.length > 1
    ? `, by a formula put together from several (${listed(algorithms)})`
    : `, by a formula that no adjustment gives (algorithm ${method})`;
}

/** How it is computed where neither one adjustment nor one front door does it. */
const WAYS: Readonly<Record<string, string>> = {
  observed: "",
  given: ": what is given settles it",
  contradiction: ": its events contradict each other, so it never happens",
  adjustment: ", by adjustment",
  "front-door": ", through mediators (front-door)",
  experiments: "",
  transport: " (transport)",
  "recovery from selection": ", although only selected rows are seen",
};

/** How a listing of sets ended: these are all, or why there may be more. */
function endedText({ sets, ended }: SetListing): string {
  if (ended !== "complete") return ended;
  return sets.length === 1 ? "there is no other" : "these are all";
}

/** The sets in a line: "{age, sex} or {age, income}", at most `most` of them. */
function setsText(listing: SetListing, most: number): string {
  const { sets } = listing;
  if (sets.length === 0) return listing.ended === "complete" ? "no set of measured variables" : listing.ended;
  if (sets.every((set) => set.length === 0)) return "nothing has to be adjusted for";
  const left = sets.length - most;
  const shown = sets.slice(0, most).map(setText).join(" or ");
  return `${shown}${left > 0 ? `, and ${left} more` : ""} (${endedText(listing)})`;
}

/** Every way that was found, as named facts. */
export function waysFacts({ ways }: Identification, most: number): readonly (readonly [string, string])[] {
  if (ways === undefined) return [];
  const { adjustment, efficient, frontDoor, instruments } = ways;
  const instrumental = instruments.map(
    ({ instrument, given }) => shorten(instrument, NAME) + (given.length === 0 ? "" : ` given ${namesText(given)}`),
  );
  const facts: (readonly [string, string | undefined])[] = [
    ["adjustment", setsText(adjustment, most)],
    ["efficient", efficient?.length ? `${setText(efficient)}, with the least variance in large samples` : undefined],
    ["front-door", frontDoor && setText(frontDoor)],
    ["instruments", instrumental.length === 0 ? undefined : instrumental.join("; ")],
  ];
  return facts.flatMap(([name, text]) => (text === undefined ? [] : [[name, text] as const]));
}

const LAYERS = {
  1: "1: seeing (the world as it is)",
  2: "2: doing (one world in which something is set)",
  3: "3: imagining (worlds are compared)",
} as const;

/** What the answer is about and rests on, as named facts. */
export function basisFacts(answer: Identification): readonly (readonly [string, string])[] {
  const { layer, method, estimand, data } = answer;
  const facts: (readonly [string, string])[] = [["Layer", LAYERS[layer]]];
  if (layer === 3)
    facts.push(["Semantics", "Pearl’s: the imagined world keeps the noise of what happened (coupling 1)"]);
  facts.push(["Method", method]);
  if (estimand !== undefined) {
    if (estimand.needs.length > 0) facts.push(["Needs", estimand.needs.join(", ")]);
    if (originsOf(estimand.tree).some(({ population }) => population === "target"))
      facts.push(["P*", "laws of the population that is asked about; P: of the one that was studied"]);
    if (estimand.arbitrary.length > 0) facts.push(["Free", arbitraryText(estimand.arbitrary)]);
  }
  if (data !== undefined) facts.push(["Data", dataText(data)]);
  return facts;
}

/** Why a variable stands in the formula that the question does not name. */
export function arbitraryText(names: readonly string[]): string {
  const one = names.length === 1;
  return `${namesText(names)} ${one ? "stands" : "stand"} in the formula at ${one ? "a value" : "values"} of your choice: if the graph is right, each gives the same`;
}
