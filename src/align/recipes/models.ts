import { makeRecipe, type Recipe } from "./recipe.js";

// Several models with one tokenizer: what is taken to a power is what sets two of them apart.

export const contrastiveDecoding: Recipe = makeRecipe({
  id: "contrastive",
  name: "Contrastive decoding",
  paper: {
    authors: "X. L. Li, A. Holtzman, D. Fried, P. Liang, J. Eisner, T. Hashimoto, L. Zettlemoyer, M. Lewis",
    year: 2023,
    title: "Contrastive Decoding: Open-ended Text Generation as Optimization",
    venue: "ACL 2023; arXiv 2210.15097",
  },
  says: "prefers what a strong model knows and a weak one does not, among tokens the strong one finds plausible",
  formula: "score = log p_expert(w) - log p_amateur(w) where p_expert(w) >= alpha max p_expert, else -infinity",
  checked:
    "excerpts of the paper (3.3, 3.4) and the parameters of the authors' command line; the mask's formula from a summary of the paper",
  parameters: [
    {
      name: "alpha",
      default: 0.1,
      least: 0,
      open: true,
      most: 1,
      says: "share of the likeliest token's probability that is plausible",
    },
    { name: "temperature", default: 1, least: 0, open: true, says: "of the amateur; the paper has 0.5 and 1" },
  ],
  factors: [
    { name: "expert", says: "the strong model" },
    { name: "amateur", says: "the weak one" },
  ],
  plausible: {
    of: "expert",
    says: "tokens with at least alpha times the likeliest token's probability",
    rule: ({ alpha }) => ({ kind: "relative", least: alpha }),
  },
  level: "token",
  write: ({ numbers: { temperature } }) => `expert / ${temperature === 1 ? "amateur" : `amateur^${1 / temperature}`}`,
});

export const dExperts: Recipe = makeRecipe({
  id: "dexperts",
  name: "DExperts",
  paper: {
    authors: "A. Liu, M. Sap, X. Lu, S. Swayamdipta, C. Bhagavatula, N. A. Smith, Y. Choi",
    year: 2021,
    title: "DExperts: Decoding-Time Controlled Text Generation with Experts and Anti-Experts",
    venue: "ACL 2021; arXiv 2105.03023",
  },
  says: "moves a model towards an expert and away from an anti-expert, as towards polite and away from toxic text",
  formula: "p = softmax(z + alpha (z+ - z-)) on the nucleus of z",
  checked: "the authors' code (DExperts, generation/dexperts_generation.py), with their alpha and filter_p",
  parameters: [
    { name: "alpha", default: 2, says: "strength" },
    {
      name: "topP",
      default: 0.9,
      least: 0,
      open: true,
      most: 1,
      says: "probability of the base's nucleus; 1: all tokens",
    },
  ],
  factors: [
    { name: "base", says: "the model that is steered" },
    { name: "expert", says: "a model of what is wanted" },
    { name: "antiexpert", says: "a model of what is not" },
  ],
  plausible: {
    of: "base",
    says: "the fewest likeliest tokens that together have topP",
    rule: ({ topP }) => (topP < 1 ? { kind: "nucleus", topP } : undefined),
  },
  level: "token",
  write: ({ numbers }) => `base * (expert / antiexpert)^${numbers["alpha"]}`,
});

export const proxyTuning: Recipe = makeRecipe({
  id: "proxy-tuning",
  name: "Proxy tuning",
  paper: {
    authors: "A. Liu, X. Han, Y. Wang, Y. Tsvetkov, Y. Choi, N. A. Smith",
    year: 2024,
    title: "Tuning Language Models by Proxy",
    venue: "COLM 2024; arXiv 2401.08565",
  },
  says: "gives a large model what tuning gave a small one",
  formula: "p = softmax(z_large + alpha (z_tuned - z_untuned))",
  checked: "the authors' code (proxy-tuning, modeling/dexperts.py)",
  parameters: [{ name: "alpha", default: 1, says: "strength" }],
  factors: [
    { name: "base", says: "the large model" },
    { name: "tuned", says: "the small one, tuned" },
    { name: "untuned", says: "the small one before" },
  ],
  level: "token",
  write: ({ numbers }) => `base * (tuned / untuned)^${numbers["alpha"]}`,
});

export const modelArithmetic: Recipe = makeRecipe({
  id: "model-arithmetic",
  name: "Model Arithmetic",
  paper: {
    authors: "J. Dekoninck, M. Fischer, L. Beurer-Kellner, M. Vechev",
    year: 2024,
    title: "Controlled Text Generation via Language Model Arithmetic",
    venue: "ICLR 2024; arXiv 2311.14479",
  },
  says: "weighs any number of models and prompts, for and against",
  formula: "p = softmax(sum_i f_i log p_i / sum_i f_i)",
  checked: "the authors' code (language-model-arithmetic, operators.py: a sum is divided by the sum of its weights)",
  parameters: [],
  factors: [],
  weights: { says: "f of each law, as in child: 1, adult: -0.6; their sum above 0", rule: "above 0 on the whole" },
  level: "token",
  write: ({ weights }) => {
    const sum = weights.reduce((all, [, weight]) => all + weight, 0);
    return weights.map(([name, weight]) => `${name}^${weight / sum}`).join(" * ");
  },
});
