import { makeRecipe, type Recipe } from "./recipe.js";

// One model, told different things: what is taken to a power is what the words change.

export const classifierFreeGuidance: Recipe = makeRecipe({
  id: "cfg",
  name: "Classifier-free guidance for text",
  paper: {
    authors: "G. Sanchez, A. Spangher, H. Fan, E. Levi, S. Biderman",
    year: 2023,
    title: "Stay on topic with Classifier-Free Guidance",
    venue: "ICML 2024; arXiv 2306.17806",
  },
  says: "keeps the answer closer to its prompt, or away from a negative prompt",
  formula: "log p = log p(w) + gamma (log p(w|c) - log p(w)), made a law",
  checked: "the logits processor of the transformers library that cites the paper (copies of its source)",
  parameters: [{ name: "gamma", default: 1.5, says: "1: the prompt as it is; above: closer to it; 0: without it" }],
  factors: [
    { name: "plain", says: "the model without the prompt, or with a negative prompt" },
    { name: "prompted", says: "the model with the prompt" },
  ],
  level: "token",
  write: ({ numbers }) => `plain * (prompted / plain)^${numbers["gamma"]}`,
});

const CONTEXT_STEERING = {
  authors: "J. Z.-Y. He, S. Pandey, M. L. Schrum, A. Dragan",
  year: 2024,
  title: "CoS: Enhancing Personalization and Mitigating Bias with Context Steering",
  venue: "arXiv 2405.01768",
} as const;

export const contextSteering: Recipe = makeRecipe({
  id: "cos",
  name: "Context steering, one context",
  paper: CONTEXT_STEERING,
  says: "turns up or down how much a context (who the user is) changes the answer",
  formula: "log p = log p(w|C) + lambda (log p(w|C) - log p(w)), made a law",
  checked: "the authors' code (context-steering, cos/core.py, apply_cos)",
  parameters: [
    {
      name: "lambda",
      default: 1,
      says: "0: the context as it is; above: more of it; -1: none of it; below: its opposite",
    },
  ],
  factors: [
    { name: "context", says: "the model that is told the context" },
    { name: "plain", says: "the model that is not" },
  ],
  level: "token",
  write: ({ numbers }) => `context * (context / plain)^${numbers["lambda"]}`,
});

export const manyContexts: Recipe = makeRecipe({
  id: "cos-many",
  name: "Context steering, many contexts",
  paper: CONTEXT_STEERING,
  says: "steers by several contexts at once, each with its own strength",
  formula: "log p = log p(w) + sum_i lambda_i (log p(w|C_i) - log p(w)), made a law",
  checked:
    "the authors' code (context-steering, cos/core.py, apply_multi_cos): lambda counts from the law without context here, so that 1 is the context as it is",
  parameters: [],
  factors: [{ name: "plain", says: "the model that is told no context" }],
  weights: { says: "lambda of each context, as in kid: 1, calm: 0.5; any number", rule: "any" },
  level: "token",
  write: ({ weights }) => ["plain", ...weights.map(([name, lambda]) => `(${name} / plain)^${lambda}`)].join(" * "),
});

export const linearAlignment: Recipe = makeRecipe({
  id: "linear-alignment",
  name: "Linear alignment",
  paper: {
    authors: "S. Gao, Q. Ge, W. Shen, S. Dou, J. Ye, X. Wang, R. Zheng, Y. Zou, Z. Chen, H. Yan, Q. Zhang, D. Lin",
    year: 2024,
    title: "Linear Alignment: A Closed-form Solution for Aligning Human Preferences without Tuning and Feedback",
    venue: "ICML 2024; arXiv 2401.11458",
  },
  says: "aligns with a principle that is written in words, in place of training on preferences",
  formula: "p = softmax((1 + ratio) z(w|principle) - ratio z(w)) on the nucleus of z(w|principle)",
  // At other temperatures their nucleus is that of the heated law.
  checked: "the authors' code (Linear_Alignment, model.py, contra_generate), at temperature 1",
  parameters: [
    { name: "ratio", default: 1, says: "0: the principle as it is; above: more of it" },
    { name: "topP", default: 0.8, least: 0, open: true, most: 1, says: "probability of the nucleus; 1: all tokens" },
  ],
  factors: [
    { name: "principle", says: "the model that is told the principle" },
    { name: "plain", says: "the model that is not" },
  ],
  plausible: {
    of: "principle",
    says: "the fewest likeliest tokens that together have topP",
    rule: ({ topP }) => (topP < 1 ? { kind: "nucleus", topP } : undefined),
  },
  level: "token",
  write: ({ numbers }) => `principle * (principle / plain)^${numbers["ratio"]}`,
});
