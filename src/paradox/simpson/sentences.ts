import { listed } from "../../num/say-names.js";
import type { GraphReading, Leads, SimpsonFinding, SimpsonKind, Stratum } from "../../query/simpson.js";
import { shareText, strataText, type Words } from "./say.js";

/** What a finding's words are made of. */
export type Found = Omit<SimpsonFinding, "claim" | "text" | "reading" | "advice"> & { readonly secured: boolean };

const CLAIMS: Readonly<Record<SimpsonKind, (by: string) => string>> = {
  reversal: (by) => `The association reverses within ${by}`,
  vanishing: (by) => `Most of the association vanishes within ${by}, perhaps all of it`,
  attenuation: (by) => `Less than half of the association is left within ${by}`,
  masking: (by) => `There is an association within ${by} that the raw numbers do not show`,
  amplification: (by) => `The association is larger within ${by} than the raw numbers show`,
};

/** What was found, and what the graph makes of it. */
export function claimText({ by, kind, p, graph, secured, raw, standardised }: Found, words: Words): string {
  const columns = listed(by);
  const kindOfIt = secured ? CLAIMS[kind](columns) : `In the numbers the association reverses within ${columns}`;
  const chance = secured ? "" : `, but chance can have made that (p = ${p?.toFixed(2)})`;
  const claim = `${kindOfIt}: ${words.gap(raw.value)} raw, ${words.gap(standardised.everybody.value)} within${chance}`;
  const meaning = graph === undefined ? undefined : graphClause(graph, words);
  return `${claim}${meaning === undefined ? "" : `; ${meaning}`}.`;
}

/** The numbers of a finding, and who is ahead where. */
export function numbersText(found: Found, words: Words): string {
  const { by, kind, raw, compared, standardised, leads, everywhere } = found;
  const { what, level, gap } = words;
  const pair = ({ treated, untreated }: { readonly treated: number; readonly untreated: number }) =>
    `${level(treated)} for ${words.treated} and ${level(untreated)} for ${words.untreated}`;
  const part = compared === undefined ? "" : ` (${gap(compared.value)} in the strata that have both arms)`;
  const all = `Over all, ${what} is ${pair(raw)}: ${gap(raw.value)}${part}.`;
  const within = `With the same ${listed(by)} (standardised to everybody) it is ${pair(standardised.everybody)}: ${gap(standardised.everybody.value)}.`;
  return [all, within, leadsText(leads, everywhere, kind, words)].join(" ");
}

/** Who is ahead where: never more than the counts say. */
function leadsText({ treated, untreated, ties }: Leads, everywhere: boolean, kind: SimpsonKind, words: Words): string {
  const of = treated + untreated + ties;
  const sides = [
    { name: words.treated, count: treated },
    { name: words.untreated, count: untreated },
  ].sort((a, b) => b.count - a.count);
  const tied = ties === 0 ? "" : `, and ${ties === 1 ? "one is a tie" : `${ties} are ties`}`;
  if (sides[0].count === of)
    return `${sides[0].name} is ahead in ${of === 2 ? "both strata" : `all ${strataText(of)}`}.`;
  const average = kind === "reversal" && !everywhere ? "That is so on average, not in every stratum: " : "";
  const rest = sides[1].count === 0 ? "" : `, ${sides[1].name} in ${sides[1].count}`;
  return `${average}${sides[0].name} is ahead in ${sides[0].count} of ${strataText(of)}${rest}${tied}.`;
}

/** What the graph makes of it, as the second half of a sentence; undefined where it says nothing. */
function graphClause(graph: GraphReading, { treatment, outcome }: Words): string | undefined {
  const named = (...wanted: readonly string[]) =>
    listed(Object.keys(graph.roles).filter((name) => wanted.includes(graph.roles[name])));
  const is = (names: string) => (names.includes(" and ") ? "are" : "is");
  const mediators = named("mediator");
  switch (graph.standardised) {
    case "direct effect":
      return `${mediators} ${is(mediators)} decided after ${treatment}, so adjusting gives a direct effect, not a corrected total one`;
    case "effect":
      return graph.raw
        ? "in the graph nothing is confounded, so raw and adjusted should not differ so much"
        : `in the graph the adjusted number is the effect of ${treatment} on ${outcome}`;
    case "biased": {
      const spoilt = named("collider", "after outcome", "after treatment");
      if (spoilt !== "")
        return `${spoilt} ${is(spoilt)} no cause that ${treatment} and ${outcome} share, and adjusting for it makes bias`;
      return `${mediators} ${is(mediators)} decided after ${treatment}, so adjusting gives no corrected total effect, and here no direct one either`;
    }
    case "open":
      return `in the graph adjusting for it is not enough`;
    default:
      return undefined;
  }
}

/**
 * The groups differ in the law of U: who they are, as far as these columns show it (THEORY 8.2). What is compared is layer 1 against layer 2, on
 * which DiscoSCM and SCM agree (THEORY 2.8).
 */
export function readingText({ by, strata, mixesApart, decomposition }: Found, words: Words): string {
  const columns = listed(by);
  const [{ within, composition }] = decomposition;
  const both = strata.filter(({ difference }) => difference !== null);
  const widest = both.reduce((best, one) => (gapOfShares(one) > gapOfShares(best) ? one : best), both[0]);
  const { treated, untreated } = widest;
  return (
    `The arms differ in who they are (the law of U), as far as ${columns} shows it: ${shareText(treated.share)} of ${words.treated} and ` +
    `${shareText(untreated.share)} of ${words.untreated} are in ${widest.labels.join(", ")}, and ${shareText(mixesApart)} of one arm would have to change ` +
    `strata to have the other's mix. Of the raw ${words.gap(within + composition)}, ${words.gap(within)} are the difference at the same ${columns}, and ${words.gap(composition)} come from the different mixes.`
  );
}

function gapOfShares({ treated, untreated }: Stratum): number {
  return Math.abs(treated.share - untreated.share);
}
