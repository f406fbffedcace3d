import type { Attribution } from "../../query/attribution.js";
import { headline, isLaw } from "../words.js";
import { type Html, html } from "./html.js";

/** How the numbers were made, with formulas (THEORY 3.4, 3.6, 5.1, 12), and whose ideas they are. */
export function methodSection(answer: Attribution): Html {
  const method = headline(answer)?.shares.anyway.method;
  const binary = answer.outcome.kind === "binary";
  return html`<section aria-labelledby="method"><h2 id="method">How it was computed</h2>
<p>Every individual has two outlooks: <i>m</i><sub>1</sub> with the treatment and <i>m</i><sub>0</sub> without it, and a chance <i>e</i> of being treated. The evidence (an arm <i>T</i> and an outcome <i>Y</i>) tells who the individuals probably were; their outlooks then tell what would have happened.</p>
${binary ? binaryFormulas(answer.provenance["learner"] === "classes") : numericFormulas()}
<p>${learningText(answer)}${method === undefined ? "" : html` Method of the shares: ${method}.`}</p>
<p>${chanceText(answer)}</p>
<h3>Sources</h3>
<ul class="small">${SOURCES.map(({ text, doi }) => html`<li>${text}${doi === undefined ? "" : html` <a href="https://doi.org/${doi}">doi:${doi}</a>`}</li>`)}</ul></section>`;
}

function binaryFormulas(byClasses: boolean): Html {
  return html`<p>For the treated who succeeded; the other groups swap the roles of the arms and of the outcomes:</p>
<p class="formula">anyway = E[<i>T</i> <i>m</i><sub>1</sub> <i>m</i><sub>0</sub>] / P(<i>T</i>=1, <i>Y</i>=1)<br>
again = E[<i>T</i> <i>m</i><sub>1</sub>²] / P(<i>T</i>=1, <i>Y</i>=1)<br>
policy = again − anyway<br>
chance = 1 − again</p>
${
  byClasses
    ? html``
    : html`<p>The numerators are averages of scores that small errors of the models do not move (orthogonal scores):</p>
<p class="formula">anyway: <i>T</i> <i>m</i><sub>0</sub> <i>Y</i> + (1 − <i>T</i>) · <i>e</i>/(1 − <i>e</i>) · <i>m</i><sub>1</sub> (<i>Y</i> − <i>m</i><sub>0</sub>)<br>
again: <i>T</i> (2 <i>m</i><sub>1</sub> <i>Y</i> − <i>m</i><sub>1</sub>²)</p>`
}`;
}

function numericFormulas(): Html {
  return html`<p>With <i>q</i> the individual’s chance of showing the evidence in the arm <i>t</i> it was in, and <i>t</i>′ the other arm:</p>
<p class="formula">anyway = E[<i>q</i> <i>m</i><sub><i>t</i>′</sub> | <i>T</i>=<i>t</i>] / E[<i>q</i> | <i>T</i>=<i>t</i>]<br>
policy = E[<i>q</i> (<i>m</i><sub><i>t</i></sub> − <i>m</i><sub><i>t</i>′</sub>) | <i>T</i>=<i>t</i>] / E[<i>q</i> | <i>T</i>=<i>t</i>]<br>
chance = the average that was seen − anyway − policy</p>`;
}

function learningText(answer: Attribution): string {
  if (isLaw(answer)) return "The table is an exact law: outlooks and chances are read from it, nothing is estimated.";
  if (answer.provenance["learner"] === "classes")
    return "Outlooks and chances are those of latent classes of individuals, fitted to all rows by maximum likelihood; the averages are over the classes. Intervals count how far the classes themselves may be off (by units).";
  if (answer.provenance["folds"] === 1)
    return "Outlooks and chances are predicted by models that saw all rows (no cross-fitting).";
  return "Outlooks and chances are predicted for each row by models that did not see it (cross-fitting).";
}

function chanceText(answer: Attribution): string {
  const numeric = answer.outcome.kind === "numeric";
  // Of a numeric outcome recurrence always has a value; only replicates give a reliability.
  const repeated = numeric ? answer.reliability !== undefined : headline(answer)?.recurrence.value != null;
  if (repeated)
    return "Individuals were seen more than once, so what recurs was counted, not bounded: chance is an estimate.";
  const once =
    "Individuals were seen once, through their covariates. Whatever else makes them differ counts as chance here";
  if (numeric) return `${once}; for a numeric outcome this can err either way.`;
  return `${once}, so the chance shown is the most it can be, and recurrence the least.`;
}

const SOURCES: readonly { readonly text: string; readonly doi?: string }[] = [
  {
    text: "Pearl (2000). Causality: Models, Reasoning, and Inference. Cambridge University Press. (Consistency; counterfactuals.)",
  },
  {
    text: "Tian & Pearl (2000). Probabilities of causation: bounds and identification. Annals of Mathematics and Artificial Intelligence 28.",
    doi: "10.1023/A:1018912507879",
  },
  {
    text: "Greenland (1987); Robins & Greenland (1989, 2000). Stochastic counterfactuals and the probability of causation.",
  },
  {
    text: "Dawid & Musio (2022). Effects of causes and causes of effects. Annual Review of Statistics and Its Application 9.",
  },
  {
    text: "Chernozhukov et al. (2018). Double/debiased machine learning for treatment and structural parameters. Econometrics Journal 21. (Cross-fitting, orthogonal scores.)",
    doi: "10.1111/ectj.12097",
  },
  {
    text: "Senn (2016). Mastering variation: variance components and personalised medicine. Statistics in Medicine 35. (Why replicates are needed.)",
    doi: "10.1002/sim.6739",
  },
];
