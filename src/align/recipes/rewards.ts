import { makeRecipe, poweredProduct, type Recipe } from "./recipe.js";

// Rewards that are ratios of laws: the optimum of reward and divergence (THEORY 7.1) is a product of powers.

export const personalizedAlignment: Recipe = makeRecipe({
  id: "pad",
  name: "Personalized alignment at decoding time (PAD)",
  paper: {
    authors: "R. Chen, X. Zhang, M. Luo, W. Chai, Z. Liu",
    year: 2024,
    title: "PAD: Personalized Alignment of LLMs at Decoding-Time",
    venue: "ICLR 2025; arXiv 2410.04070",
  },
  says: "follows a model that was trained on many users' preferences and is told this one's",
  formula: "score = z_base(w) + weight (log p_personal(w) - log p_base(w)) on the top tokens of the base",
  checked: "the authors' code (PAD, inference/PAD.py, generate_step: the reward is the log-ratio to the base itself)",
  parameters: [
    { name: "weight", default: 1, says: "of the reward; 0: the base" },
    { name: "top", default: 40, least: 0, says: "how many of the base's likeliest tokens are looked at; 0: all" },
  ],
  factors: [
    { name: "base", says: "the model that is steered" },
    { name: "personal", says: "the personalised reward model, told the user's preference" },
  ],
  plausible: {
    of: "base",
    says: "the top likeliest tokens",
    rule: ({ top }) => (top > 0 ? { kind: "top", count: Math.floor(top) } : undefined),
  },
  level: "token",
  write: ({ numbers }) => `base * (personal / base)^${numbers["weight"]}`,
});

export const multiObjective: Recipe = makeRecipe({
  id: "mod",
  name: "Multi-objective decoding (MOD)",
  paper: {
    authors: "R. Shi, Y. Chen, Y. Hu, A. Liu, H. Hajishirzi, N. A. Smith, S. S. Du",
    year: 2024,
    title: "Decoding-Time Language Model Alignment with Multiple Objectives",
    venue: "NeurIPS 2024; arXiv 2406.18853",
  },
  says: "trades objectives off at the moment of answering, with a model aligned to each",
  formula: "p proportional to product_i p_i^(w_i), the weights adding up to 1 (reverse KL)",
  checked: "the authors' code (MOD, util_decode.py, f_value for reverse_kl)",
  parameters: [],
  factors: [],
  weights: { says: "w of each aligned model, as in helpful: 0.7, harmless: 0.3", rule: "add to 1" },
  level: "sequence",
  write: ({ weights }) => poweredProduct(weights),
});

const GENARM = {
  authors: "Y. Xu, U. M. Sehwag, A. Koppel, S. Zhu, B. An, F. Huang, S. Ganesh",
  year: 2024,
  title: "GenARM: Reward Guided Generation with Autoregressive Reward Model for Test-time Alignment",
  venue: "ICLR 2025; arXiv 2410.08193",
} as const;
const GENARM_CHECKED =
  "memory; an experiment's settings that cite it (alpha 1 with temperature 1 / (1 + alpha) in Model Arithmetic) agree";

export const autoregressiveReward: Recipe = makeRecipe({
  id: "genarm",
  name: "Autoregressive reward model (GenARM)",
  paper: GENARM,
  says: "steers a frozen model by a reward model that is a law of the next token itself",
  formula: "log p = log p_base(w) + (1 / beta) log p_reward(w), made a law",
  checked: GENARM_CHECKED,
  parameters: [
    { name: "beta", default: 1, least: 0, open: true, says: "the price of leaving the base; large: the base" },
  ],
  factors: [
    { name: "base", says: "the frozen model" },
    { name: "reward", says: "the autoregressive reward model, with the base's tokenizer" },
  ],
  level: "sequence",
  write: ({ numbers }) => `base * reward^${1 / numbers["beta"]}`,
});

export const manyRewards: Recipe = makeRecipe({
  id: "genarm-many",
  name: "Several autoregressive reward models (GenARM)",
  paper: GENARM,
  says: "trades several rewards off at the moment of answering",
  formula: "log p = log p_base(w) + sum_i alpha_i log p_reward_i(w), made a law",
  checked: GENARM_CHECKED,
  parameters: [],
  factors: [{ name: "base", says: "the frozen model" }],
  weights: { says: "alpha of each reward model, as in helpful: 1, harmless: 0.5", rule: "any" },
  level: "sequence",
  write: ({ weights }) => `base * ${poweredProduct(weights)}`,
});
