import type { GivenGraph, Identification } from "../../query/identification.js";
import { sharedBy } from "./highlights.js";
import { namesText } from "./words.js";

/** Pairs that share a cause are named one by one as long as they are few. */
const MOST_PAIRS = 3;

/** What would take the obstacle away, or make it matter less, in sentences. */
export function helpTexts(answer: Identification, treatment: readonly string[]): readonly string[] {
  const { obstacle, ways, sharper, reading } = answer;
  const texts: string[] = [];
  switch (obstacle?.kind) {
    case "hedge":
      if (treatment.length > 0)
        texts.push(`An experiment that sets ${namesText(treatment)}: its result is the answer.`);
      texts.push(...measuringTexts(answer.graph, obstacle.nodes));
      break;
    case "thicket":
      texts.push(
        "No experiment alone, since it shows one world at a time.",
        "An assumption on how the worlds go together, such as monotonicity, would narrow it down.",
      );
      break;
    case "selection":
      texts.push("Rows of those who were not selected, or what is known of everybody from another source.");
      break;
    case "source":
      texts.push(
        `An experiment, or a population, that shows what ${namesText(obstacle.inner)} would do when the rest is set.`,
      );
      break;
    case "occasion":
      texts.push("Several observations of the same individuals under the same conditions.");
      break;
  }
  const [instrument] = ways?.instruments ?? [];
  if (instrument !== undefined)
    texts.push(
      `${namesText([instrument.instrument])} is an instrument: it narrows the bounds, and were all effects linear it would give the answer.`,
    );
  if (sharper !== undefined && sharper.length > 0)
    texts.push("An assumption that you can defend: what each would buy stands beside its bounds.");
  if (reading !== undefined && obstacle?.kind === "thicket") texts.push(reading.replicates);
  return texts;
}

/** Whatever the variables of a hedge share that is not measured. */
function measuringTexts(graph: GivenGraph, hedge: readonly string[]): readonly string[] {
  const hidden = sharedBy(graph, hedge);
  const inside = (name: string): boolean => hedge.includes(name);
  const shared = graph.edges.filter(({ from, to, kind }) => kind === "<->" && inside(from) && inside(to));
  const pairs = shared.slice(0, MOST_PAIRS).map(({ from, to }) => `what ${namesText([from, to])} share`);
  const left = shared.length - pairs.length;
  const what = [
    ...(hidden.length === 0 ? [] : [namesText(hidden)]),
    ...pairs,
    ...(left > 0 ? [`${left} more such causes`] : []),
  ];
  return what.length === 0 ? [] : [`Measuring ${what.join(", and ")}.`];
}
