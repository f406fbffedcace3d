// Random questions about several worlds, both as events and as text for the exact engine.
import type { Part } from "../../../src/identify/counterfactual/event.ts";
import type { Instance } from "../../../src/identify/instance.ts";
import type { FullModel } from "../oracle/model.ts";
import { type Draw, pick, shuffled } from "../oracle/random-graph.ts";
import { event, type Worlds } from "./questions.ts";

/** What a question is made of, before it is written either way. */
interface Saying {
  readonly name: string;
  readonly at: number;
  readonly set: Worlds;
}

export interface RandomQuestion {
  readonly instance: Instance;
  /** For each term, the text. */
  readonly texts: readonly string[];
}

/**
 * One or two terms, the second about the same things at other values; up to two events asked, up to two given, worlds that set up to two
 * variables, now and then to what they are in another world.
 */
export function randomQuestion(draw: Draw, model: FullModel): RandomQuestion {
  const given = sayings(draw, model, pick(draw, [0, 0, 0, 1, 1, 2]), pick(draw, [0, 0, 0, 0.5]));
  const first = sayings(draw, model, pick(draw, [1, 1, 2]), 0.8);
  const terms = [{ weight: 1, asked: first }];
  if (draw() < 0.3)
    terms.push({ weight: -1, asked: first.map((one) => ({ ...one, set: otherValues(draw, model, one.set) })) });
  const { graph } = model;
  const events = (some: readonly Saying[], part: Part) =>
    some.map(({ name, at, set }) => event(graph, name, at, set, part));
  return {
    instance: {
      text: "",
      terms: terms.map(({ weight, asked }) => ({
        weight,
        events: [...events(asked, "asked"), ...events(given, "given")],
      })),
    },
    texts: terms.map(({ asked }) => `P(${textOf(asked)}${given.length === 0 ? "" : ` | ${textOf(given)}`})`),
  };
}

function sayings(draw: Draw, model: FullModel, count: number, elsewhere: number): readonly Saying[] {
  const { nodes } = model.graph;
  return Array.from({ length: count }, () => {
    const [{ name }, ...others] = shuffled(draw, nodes);
    const set = draw() < elsewhere ? others.slice(0, pick(draw, [1, 1, 2])).map((one) => one.name) : [];
    return { name, at: drawValue(draw, model, name), set: settings(draw, model, set, name) };
  });
}

function settings(draw: Draw, model: FullModel, names: readonly string[], outer: string, nested = true): Worlds {
  return Object.fromEntries(
    names.map((name) => {
      const others = model.graph.nodes.map((one) => one.name).filter((one) => one !== name && one !== outer);
      if (!nested || others.length === 0 || draw() < 0.85) return [name, drawValue(draw, model, name)];
      return [name, { of: name, set: settings(draw, model, others.slice(0, 1), name, false) }];
    }),
  );
}

function otherValues(draw: Draw, model: FullModel, set: Worlds): Worlds {
  return Object.fromEntries(
    Object.entries(set).map(([name, to]) => [name, typeof to === "object" ? to : drawValue(draw, model, name)]),
  );
}

function drawValue(draw: Draw, { graph, cards }: FullModel, name: string): number {
  return Math.floor(draw() * cards[graph.numbers.get(name)!]);
}

function textOf(some: readonly Saying[]): string {
  return some.map(({ name, at, set }) => `${name}${worldText(set)}=${at}`).join(", ");
}

function worldText(set: Worlds): string {
  const settings = Object.entries(set).map(([name, to]) =>
    typeof to === "object" ? `${name}=${to.of}${worldText(to.set)}` : `${name}=${to}`,
  );
  return settings.length === 0 ? "" : `[${settings.join(", ")}]`;
}
