import type { ModelAnswer } from "../../query/model-answer.js";
import { countText } from "../format.js";
import { couplingText } from "../words.js";
import { aloneText } from "./numbers.js";

const LAYERS = {
  1: "1: seeing (the world as it is)",
  2: "2: doing (one world in which something is set)",
  3: "3: imagining (worlds are compared)",
} as const;

/**
 * What the number rests on: the layer, the dial, how it was computed, how probable the evidence was (unless that has been told), how it was
 * sampled.
 */
export function basisFacts(answer: ModelAnswer, told: boolean): readonly (readonly [string, string])[] {
  const { layer, coupling, method, diagnostics } = answer;
  const number = (key: string): number | undefined => {
    const value = diagnostics[key];
    return typeof value === "number" && Number.isFinite(value) ? value : undefined;
  };
  const [evidence, draws, size, error] = ["evidence", "draws", "effectiveSize", "standardError"].map(number);
  const sampling = [
    draws === undefined ? "" : `${countText(draws)} draws`,
    size === undefined ? "" : `effective size ${countText(Math.round(size))}`,
    error === undefined ? "" : `standard error ${aloneText(error)}`,
  ].filter((text) => text !== "");
  return [
    ["Layer", LAYERS[layer]],
    ...(coupling === undefined ? [] : [["Coupling", couplingText(coupling)] as const]),
    ["Method", method],
    ...(evidence === undefined || evidence === 1 || told
      ? []
      : [["Evidence", evidenceText(evidence, method)] as const]),
    ...(sampling.length === 0 ? [] : [["Sampling", sampling.join(", ")] as const]),
  ];
}

function evidenceText(evidence: number, method: string): string {
  const kind = method.startsWith("variable elimination") ? "probability" : "probability, or density of exact values,";
  return `has ${kind} ${aloneText(evidence, true)}`;
}
