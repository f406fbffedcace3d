import { makeRecipe, poweredProduct, type Recipe } from "./recipe.js";

// THEORY 7.4: two ways to answer one who may be any of several users. Neither is an average of preferences.

const POOLS = {
  authors: "C. Genest, J. V. Zidek",
  year: 1986,
  title: "Combining Probability Distributions: A Critique and an Annotated Bibliography",
  venue: "Statistical Science 1",
} as const;
const WEIGHTS = { says: "the probability of each user, as in ana: 0.8, ben: 0.2", rule: "add to 1" } as const;

export const consensus: Recipe = makeRecipe({
  id: "consensus",
  name: "Geometric consensus over users",
  paper: POOLS,
  says: "one policy for a user who is not known for sure: best on average over users, at one price of leaving the reference",
  formula: "p proportional to product_u p_u^(P(u|x))",
  checked: "derived (THEORY 7.4); the logarithmic opinion pool",
  parameters: [],
  factors: [],
  weights: WEIGHTS,
  level: "sequence",
  write: ({ weights }) => poweredProduct(weights),
});

export const mixture: Recipe = makeRecipe({
  id: "mixture",
  name: "Mixture over users",
  paper: POOLS,
  says: "draws who the user is, then answers that one: keeps the diversity, and is worth less on average",
  formula: "p = sum_u P(u|x) p_u",
  checked: "derived (THEORY 7.4); the linear opinion pool",
  parameters: [],
  factors: [],
  weights: WEIGHTS,
  level: "sequence",
  write: ({ weights }) => `mix(${weights.map(([name, weight]) => `${weight}: ${name}`).join(", ")})`,
});
