import { listed } from "../../num/say-names.js";
import type { GraphReading } from "../../query/simpson.js";
import type { Words } from "./say.js";
import type { Found } from "./sentences.js";

/** Which number to use, and what to ask: as the graph has it, or, without one, the readings side by side. */
export function adviceOf(found: Found, words: Words): readonly string[] {
  return found.graph === undefined || found.graph.standardised === "unknown"
    ? [...missing(found.graph), ...readings(found, words)]
    : withGraph(found, found.graph, words);
}

function missing(graph: GraphReading | undefined): readonly string[] {
  if (graph === undefined) return [];
  const names = Object.keys(graph.roles).filter((name) => graph.roles[name] === "unknown");
  return [`The graph does not have ${listed(names)}, so it says nothing here: draw it in.`];
}

/** Data alone cannot tell: each reading with the number it stands for. */
function readings({ by, raw, standardised }: Found, { treatment, outcome, gap }: Words): readonly string[] {
  const columns = listed(by);
  const one = by.length === 1;
  const [is, it] = one ? ["is", "it"] : ["are", "them"];
  const [total, within] = [gap(raw.value), gap(standardised.everybody.value)];
  return [
    `The table alone cannot tell which number answers your question. Ask first: ${is} ${columns} decided before ${treatment}, or after?`,
    `Before, with a part in who gets which ${treatment} (confounder): ${within} is the effect, if nothing else is shared.`,
    `After, on the way to ${outcome} (mediator): ${total} is the total effect, if nothing else is shared; ${within} is a direct effect, not a corrected total one.`,
    `After, and ${outcome} or its causes have a part in ${it} too (collider): holding ${it} fixed makes bias; keep ${total}.`,
    `Draw what causes what (--graph): ${shortName(treatment)} -> ${shortName(by[0])} -> ${shortName(outcome)} makes ${by[0]} a mediator, ${shortName(by[0])} -> ${shortName(treatment)} a confounder.`,
  ];
}

/** Names that a graph text takes without quotes. */
function shortName(name: string): string {
  return /^[\p{L}_][\p{L}\p{N}_.]*$/u.test(name) ? name : `\`${name.replaceAll("`", "``")}\``;
}

function withGraph(found: Found, graph: GraphReading, words: Words): readonly string[] {
  const { treatment, outcome, gap } = words;
  const columns = listed(found.by);
  const [total, within] = [gap(found.raw.value), gap(found.standardised.everybody.value)];
  const kept = graph.raw
    ? `The raw number, ${total}, is the total effect of ${treatment} in the graph: keep it for that.`
    : `The raw number, ${total}, is not the effect either: in the graph ${treatment} and ${outcome} share causes. \`disco identify\` says what to adjust for.`;
  switch (graph.standardised) {
    case "effect":
      if (graph.raw)
        return [
          `In the graph both ${total} and ${within} are the effect, and the arms have the same mix of ${columns}. They do not: one of the two has an arrow that is missing. Check the graph (disco check TABLE --graph).`,
        ];
      return [
        `Use the adjusted number: in the graph holding ${columns} fixed blocks all that ${treatment} and ${outcome} share (back-door criterion), so ${within} is the average effect on everybody.`,
      ];
    case "direct effect":
      return [
        `${within} is what ${treatment} does while ${columns} ${found.by.length === 1 ? "stays" : "stay"} as ${found.by.length === 1 ? "it is" : "they are"}. Which of the two you want depends on whether the way through ${columns} counts.`,
        kept,
      ];
    case "biased":
      return [`Do not adjust: ${why(graph, words)}`, kept];
    case "open":
      return [
        `Adjusting for ${columns} leaves other paths between ${treatment} and ${outcome} open: ${within} is not the effect.`,
        kept,
      ];
    default:
      return [];
  }
}

/** Why holding these fixed makes bias. */
function why({ roles }: GraphReading, { treatment, outcome }: Words): string {
  const first = Object.entries(roles).find(([, role]) =>
    ["collider", "after outcome", "after treatment"].includes(role),
  );
  if (first === undefined)
    return `the mediator and ${outcome} share causes that are not held fixed, and those open up when it is.`;
  const [name, role] = first;
  if (role === "after outcome")
    return `${name} comes after ${outcome}, and whoever holds it fixed selects by ${outcome}.`;
  if (role === "after treatment")
    return `${name} is an effect of the way from ${treatment} to ${outcome}, and takes a part of it away.`;
  return `causes meet in ${name}, and holding it fixed ties them to each other (collider).`;
}
