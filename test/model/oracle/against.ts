// The engine under test beside the oracle: the only file here, tests apart, that knows the engine.
import { expect } from "vitest";
import { DiscoError } from "../../../src/error.js";
import { ask } from "../../../src/model/ask.js";
import { readModel } from "../../../src/model/file/read.js";
import type { Model } from "../../../src/model/model.js";
import type { ModelAnswer } from "../../../src/query/model-answer.js";
import { probability } from "./build.js";
import { gap, type OracleCase } from "./cases.js";
import type { NamedQuestion } from "./effects.js";
import { decimal } from "./fraction.js";
import { fileOf, type OracleModel } from "./model.js";
import { type OracleAnswer, oracle } from "./oracle.js";
import { type Event, eventText, layerOf, type OracleQuestion, plainEventText, questionText } from "./question.js";

/** What the engine said, or the complaint of a user's mistake. Anything else that is thrown is a bug, and is thrown on. */
export function answerOf(model: Model, text: string, coupling: number | undefined): ModelAnswer | DiscoError {
  try {
    return ask(model, text, { method: "exact", ...(coupling === undefined ? {} : { coupling }) });
  } catch (error) {
    if (error instanceof DiscoError) return error;
    throw error;
  }
}

/** How the engine differs from the oracle in one case; empty when it does not. */
export function differences(one: OracleCase, file?: string): readonly string[] {
  const { model, question, lambda, answer, seed } = one;
  // The dial is set by the file or by the option; the option is the one that counts.
  const byFile = file === undefined && seed % 2 === 0;
  const read = readModel(file ?? fileOf(model, byFile ? lambda : 1 - lambda));
  const found = answerOf(read, questionText(question), byFile ? undefined : lambda);
  if (found instanceof DiscoError) return complaints(found, model, question, lambda);
  if (!answer.possible) return [`answered ${found.value} though the condition is impossible`];
  const layer = layerOf(model, question);
  const said = [
    named("value", gap(found.value, answer.value)),
    found.layer === layer ? undefined : `layer: ${found.layer} against ${layer}`,
    // Without evidence there is nobody to find.
    ...(question.given.length === 0 ? [] : posteriorDifferences(found, answer)),
  ];
  return said.filter((line) => line !== undefined);
}

/** A complaint is right when it names a conjunct that cannot happen together with the others it names, or by itself. */
function complaints(
  { message, complaint }: DiscoError,
  model: OracleModel,
  question: OracleQuestion,
  lambda: number,
): readonly string[] {
  const possible = (given: readonly Event[]) => oracle(model, { ...question, given }, decimal(lambda)).possible;
  if (possible(question.given)) return [`complained though the condition is possible: ${message}`];
  const textsOf = (one: Event) => [eventText(one), plainEventText(one, question.set)];
  if (!question.given.some((one) => textsOf(one).includes(complaint.given ?? ""))) {
    return [`the complaint names no conjunct: ${message}`];
  }
  const guilty = question.given.filter((one) => textsOf(one).some((text) => message.includes(text)));
  return possible(guilty) ? [`what the complaint names is possible: ${message}`] : [];
}

function posteriorDifferences(
  found: ModelAnswer,
  answer: Extract<OracleAnswer, { possible: true }>,
): readonly (string | undefined)[] {
  if (found.posterior === undefined) return ["no posterior"];
  return answer.units.flatMap((unit) => {
    const same = found.posterior!.find((one) => one.unit === unit.unit);
    if (same === undefined) return [`${unit.unit} is not in the posterior`];
    return [
      named(`prior of ${unit.unit}`, gap(same.prior, unit.prior)),
      named(`likelihood of ${unit.unit}`, gap(same.likelihood, unit.likelihood)),
      named(`posterior of ${unit.unit}`, gap(same.posterior, unit.posterior)),
      unit.value === undefined
        ? same.value === null
          ? undefined
          : `value of ${unit.unit}: ${same.value} though the condition is impossible for it`
        : named(`value of ${unit.unit}`, gap(same.value, unit.value)),
    ];
  });
}

export function named(what: string, difference: string | undefined): string | undefined {
  return difference === undefined ? undefined : `${what}: ${difference}`;
}

/** Says how many cases differ and shows the first few. */
export function expectNone(failures: readonly string[], of: number): void {
  const shown = failures.slice(0, 3).join("\n\n");
  expect(failures.length, `${failures.length} of ${of} differ\n\n${shown}\n`).toBe(0);
}

/** As `differences`, for a question by name: each of its parts. */
export function namedDifferences(model: OracleModel, question: NamedQuestion, lambda: number): readonly string[] {
  const whom = question.individual === undefined ? {} : { individual: question.individual };
  const evidence = oracle(model, probability([], question.given, whom));
  const found = answerOf(readModel(fileOf(model)), question.text, lambda);
  if (found instanceof DiscoError) return complaints(found, model, probability([], question.given, whom), lambda);
  if (!evidence.possible) return [`answered ${found.value} though the condition is impossible`];
  const lines = Object.entries(question.parts).map(([path, value]) => {
    const exact = value((part) => {
      const answer = oracle(model, part, decimal(lambda));
      if (!answer.possible) throw new RangeError("possible, and yet not");
      return answer.value;
    });
    return named(path, gap(partAt(found, path).value, exact));
  });
  const layer = found.layer === question.layer ? undefined : `layer: ${found.layer} against ${question.layer}`;
  return [...lines, layer].filter((line) => line !== undefined);
}

/** The answer found at `shares.anyway` and the like. */
function partAt(answer: ModelAnswer, path: string): { readonly value?: number | null } {
  if (path === "value") return answer;
  let at: unknown = answer;
  for (const step of path.split(".")) at = (at as Record<string, unknown> | undefined)?.[step];
  return (at as { value?: number } | undefined) ?? {};
}
