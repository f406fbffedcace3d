import { decode } from "../../../src/align/decode.js";
import { answerOfCandidates, answerOfSteps, type FusionAsked } from "../../../src/align/fusion-answer.js";
import { markovEngine } from "../../../src/align/markov.js";
import { parseExpression } from "../../../src/align/parse-expression.js";
import { resample } from "../../../src/align/resample.js";
import type { FusionAnswer } from "../../../src/query/fusion.js";

type Slot = readonly (readonly [word: string, ref: number, kid: number, calm: number])[];

/** What may stand at each place of the answer, and how likely it is when the model is told nothing, to talk to a child, to be calm. */
const STORY: readonly Slot[] = [
  [
    ["A", 0.72, 0.35, 0.8],
    ["Imagine a", 0.18, 0.55, 0.1],
    ["Wow! A", 0.1, 0.1, 0.1],
  ],
  [[" black hole", 1, 1, 1]],
  [
    [" is", 0.9, 0.8, 0.9],
    [" gobbles", 0.1, 0.2, 0.1],
  ],
  [
    [" a region of spacetime", 0.7, 0.04, 0.6],
    [" like a big drain", 0.1, 0.7, 0.2],
    [" a very heavy star", 0.2, 0.26, 0.2],
  ],
  [
    [",", 0.8, 0.5, 0.5],
    [".", 0.2, 0.5, 0.5],
  ],
  [
    ["\n\n", 0.3, 0.35, 0.4],
    [" and", 0.7, 0.65, 0.6],
  ],
  [
    [" nothing", 0.75, 0.3, 0.7],
    [" not even light", 0.2, 0.45, 0.25],
    [" no toy", 0.05, 0.25, 0.05],
  ],
  [
    [" escapes", 0.8, 0.2, 0.7],
    [" gets out", 0.2, 0.8, 0.3],
  ],
  [["<end>", 1, 1, 1]],
];

const symbols = [...new Set(STORY.flat().map(([word]) => word))];
const place = new Map(symbols.map((word, k) => [word, k]));

function lawOf(column: 1 | 2 | 3) {
  return (soFar: readonly number[]): number[] => {
    const law = new Array<number>(symbols.length).fill(0);
    // Who began with a picture goes on so: what comes next hangs on what was said, as in any language.
    const sharper = column === 2 && soFar[0] === place.get("Imagine a") ? 2 : 1;
    for (const option of STORY[Math.min(soFar.length, STORY.length - 1)]) {
      law[place.get(option[0])!] = option[column] ** sharper;
    }
    const sum = law.reduce((all, p) => all + p, 0);
    return law.map((p) => p / sum);
  };
}

const engine = markovEngine({
  symbols,
  ends: ["<end>"],
  laws: { "": lawOf(1), "You talk to a seven-year-old.": lawOf(2), "You are very calm.": lawOf(3) },
});

const TOLD = { ref: "", kid: "You talk to a seven-year-old.", calm: "You are very calm." } as const;
type Name = keyof typeof TOLD;

function asked(text: string, names: readonly Name[], more: Partial<FusionAsked> = {}) {
  const expression = parseExpression(text);
  return {
    expression,
    prompts: Object.fromEntries(
      names.map((name) => [name, { tokens: engine.chat([{ role: "system", content: TOLD[name] }]) }]),
    ),
    asked: {
      question: "Explain black holes",
      expression,
      factors: names.map((name) => ({ name, told: TOLD[name] })),
      provenance: { seed: 1 },
      ...more,
    },
  };
}

export async function tokenAnswer(
  text: string,
  names: readonly Name[] = ["ref", "kid"],
  more: { readonly most?: number; readonly seed?: number; readonly asked?: Partial<FusionAsked> } = {},
): Promise<FusionAnswer> {
  const { expression, prompts, asked: about } = asked(text, names, more.asked);
  const steps = [];
  const options = { factors: prompts, expression, most: more.most ?? 20, explain: 3, seed: more.seed ?? 1 };
  for await (const step of decode(engine, options)) steps.push(step);
  return answerOfSteps(engine, about, steps);
}

export async function sequenceAnswer(
  text: string,
  candidates: number,
  from?: string,
  names: readonly Name[] = ["ref", "kid"],
): Promise<FusionAnswer> {
  const { expression, prompts, asked: about } = asked(text, names);
  const source = from === undefined ? {} : { from };
  const found = await resample(engine, { factors: prompts, expression, most: 20, candidates, seed: 1, ...source });
  return answerOfCandidates(engine, { ...about, ...source }, found);
}

/** Everything that a model or a user could put where it does harm. */
export function hostile(answer: FusionAnswer): FusionAnswer {
  const bad = `<script>alert(1)</script>\u001b[31m"'&\u202e`;
  return {
    ...answer,
    question: bad.repeat(3),
    model: bad,
    text: `${bad}\n${bad}`,
    factors: answer.factors.map(({ name }) => ({ name: `${name}${bad}`, told: bad })),
    steps: answer.steps.map((step) => ({
      ...step,
      text: `${step.text}${bad}`,
      factors: step.factors.map((factor) => ({
        ...factor,
        name: `${factor.name}${bad}`,
        wanted: factor.wanted.map((one) => ({ ...one, text: bad })),
      })),
    })),
  };
}

/** A long answer: many tokens, some of them long words without a space. */
export function long(answer: FusionAnswer, times: number): FusionAnswer {
  const steps = new Array(times).fill(answer.steps).flat();
  const word = { ...steps[0], text: ` ${"Donaudampfschifffahrtsgesellschaft".repeat(3)}` };
  const all = [word, ...steps];
  return { ...answer, steps: all, text: all.map(({ text }) => text).join("") };
}
