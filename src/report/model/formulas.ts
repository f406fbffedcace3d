import type { ModelAnswer } from "../../query/model-answer.js";
import { type Html, html } from "../page/html.js";

/** The formulas behind the number (THEORY 1.7, 2.4, 5.1), and whose ideas they are. */
export function formulas(answer: ModelAnswer): Html {
  return html`<section aria-labelledby="method"><h2 id="method">The formulas</h2>
${answer.layer < 3 ? oneWorld() : worlds()}
${answer.shares === undefined || "base" in answer.shares ? "" : split()}
<h3>Sources</h3>
<ul class="small">${sources(answer).map((text) => html`<li>${text}</li>`)}</ul></section>`;
}

function sources({ layer, bounds, types, shares }: ModelAnswer): readonly string[] {
  const { pearl, tianPearl, stochastic, disco } = SOURCES;
  const bounded = bounds !== undefined || types !== undefined || shares !== undefined;
  return [pearl, ...(bounded ? [tianPearl] : []), ...(layer === 3 ? [stochastic] : []), disco];
}

function oneWorld(): Html {
  return html`<p>The question is about one world, so it is an average over individuals <i>u</i> of what holds for each:</p>
<p class="formula">P(<i>y</i> | evidence) = Σ<sub><i>u</i></sub> P(<i>u</i> | evidence) P(<i>y</i> | evidence; <i>u</i>)</p>`;
}

function worlds(): Html {
  return html`<p>An individual <i>u</i> is met by noise. What was seen tells who it probably was; in the imagined world the same individual meets noise again, with the probability <i>λ</i> (the coupling) the very same, otherwise fresh:</p>
<p class="formula">P(<i>y</i> in the imagined world | evidence) = Σ<sub><i>u</i></sub> P(<i>u</i> | evidence) × value of <i>u</i><br>
value of <i>u</i> = <i>λ</i> P(<i>y</i>, noise kept | evidence; <i>u</i>) + (1 − <i>λ</i>) P(<i>y</i>, noise fresh; <i>u</i>)</p>
<p>At <i>λ</i> = 1 this is Pearl’s counterfactual, at <i>λ</i> = 0 a fresh occasion of the same individual. The formula is for one imagined world; several draw independently.</p>`;
}

function split(): Html {
  return html`<p>The shares of what was seen, with <i>t</i> the arm it was seen in and <i>t</i>′ the other:</p>
<p class="formula">anyway = E[<i>Y</i>(<i>t</i>′) | evidence]<br>
policy = E[<i>Y</i>(<i>t</i>) − <i>Y</i>(<i>t</i>′) | evidence]<br>
chance = what was seen − E[<i>Y</i>(<i>t</i>) | evidence]</p>`;
}

const SOURCES = {
  pearl:
    "Pearl (2000). Causality: Models, Reasoning, and Inference. Cambridge University Press. (Counterfactuals by abduction, action, prediction.)",
  tianPearl:
    "Tian & Pearl (2000). Probabilities of causation: bounds and identification. Annals of Mathematics and Artificial Intelligence 28.",
  stochastic: "Greenland (1987); Robins & Greenland (1989, 2000). Stochastic counterfactuals.",
  disco: "DiscoSCM: arXiv 2401.15911. (The individual as a variable of the model; counterfactual noise.)",
} as const;
