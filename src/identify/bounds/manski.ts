import type { Range } from "../../query/answer.js";
import { type Event, type FlatEvent, type FlatSetting, minimised } from "../counterfactual/event.js";
import type { Instance } from "../instance.js";
import { eachCombination, type Space } from "./space.js";

/** Nodes and the codes of the values they have. */
type Facts = readonly (readonly [node: number, code: number])[];

/** One term: what is seen, what is set in the one other world, and what is asked there. */
interface Term {
  readonly weight: number;
  readonly seen: Facts;
  readonly set: Facts;
  readonly asked: Facts;
}

/**
 * What is known without any assumption about causes (C. Manski, American Economic Review 80, 1990): whoever was seen with what is set shows
 * what they do then; of the others nothing is known, and they may do anything. For questions whose terms look at one world each beside the
 * factual one, given factual events; undefined for others, and where no row has what is given. Worlds with different settings are free of
 * each other, so differences are as wide as they can be.
 * Cost: rows times terms and values of what is asked about.
 */
export function manski(space: Space, { terms }: Instance): Range | undefined {
  const worlds = new Map<string, Term[]>();
  for (const { weight, events } of terms) {
    const term = termOf(space, weight, events);
    if (term === undefined) return undefined;
    const key = term.set.join(";");
    worlds.set(key, [...(worlds.get(key) ?? []), term]);
  }
  const given = factsOf(space, terms[0].events.filter(({ part }) => part === "given").filter(isFlat));
  let [low, high, total] = [0, 0, 0];
  space.cells.mass.forEach((mass, row) => {
    const holds = (facts: Facts) => facts.every(([node, code]) => space.codes[node][row] === code);
    if (mass === 0 || !holds(given)) return;
    total += mass;
    for (const world of worlds.values()) {
      const own = world.filter(({ seen }) => holds(seen));
      const [least, most] = holds(world[0].set) ? cameAbout(own, holds) : open(space, own);
      low += mass * least;
      high += mass * most;
    }
  });
  return total === 0 ? undefined : [low / total, high / total];
}

function cameAbout(terms: readonly Term[], holds: (facts: Facts) => boolean): Range {
  const value = terms.reduce((sum, { weight, asked }) => sum + (holds(asked) ? weight : 0), 0);
  return [value, value];
}

/** The least and the most over all that might have been in a world that did not come about. */
function open(space: Space, terms: readonly Term[]): Range {
  const nodes = [...new Set(terms.flatMap(({ asked }) => asked.map(([node]) => node)))];
  const codes = new Int32Array(space.graph.nodes.length);
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  eachCombination(space, nodes, codes, () => {
    const [value] = cameAbout(terms, (facts) => facts.every(([node, code]) => codes[node] === code));
    least = Math.min(least, value);
    most = Math.max(most, value);
  });
  return [least, most];
}

function termOf(space: Space, weight: number, events: readonly Event[]): Term | undefined {
  if (!events.every(isFlat)) return undefined;
  const flat = events.map((event) => minimised(space.graph, event));
  const elsewhere = flat.filter(({ set }) => set.size > 0);
  const seen = flat.filter(({ set }) => set.size === 0);
  const [set, ...others] = elsewhere.map((event) => settingOf(space, event.set));
  if (others.some((other) => other.join(";") !== set.join(";"))) return undefined;
  if (elsewhere.some(({ part }) => part === "given")) return undefined;
  return { weight, seen: factsOf(space, seen), set: set ?? [], asked: factsOf(space, elsewhere) };
}

function isFlat(event: Event): event is FlatEvent {
  return [...event.set.values()].every((to) => !("node" in to));
}

function factsOf(space: Space, events: readonly FlatEvent[]): Facts {
  return events.map(({ node, at }) => [node, codeOf(space, node, at)]);
}

function settingOf(space: Space, set: FlatSetting): Facts {
  return [...set].map(([node, to]) => [node, codeOf(space, node, to)]);
}

function codeOf({ values }: Space, node: number, meaning: FlatEvent["at"]): number {
  return "value" in meaning ? values[node].indexOf(meaning.value) : -1;
}
