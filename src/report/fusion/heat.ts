import type { FusionAnswer, FusionStep } from "../../query/fusion.js";
import { percent } from "../format.js";
import { type Content, type Html, html } from "../page/html.js";
import { BREAK, chance, HEAT, heatOf, nats, stepName } from "./words.js";

/** Beside the page's own style. Text keeps a contrast above 5 on the warmest colour, light and dark. */
export const HEAT_STYLE = `
.heat { max-width: 44rem; font-size: 1.125rem; line-height: 1.9; white-space: pre-wrap; overflow-wrap: anywhere; }
.heat a { color: inherit; text-decoration: none; padding: .15em 0; border-radius: 2px; }
.heat a:hover { outline: 1px solid var(--soft); }
.h1 { background: color-mix(in srgb, var(--policy) 11%, transparent); } .h2 { background: color-mix(in srgb, var(--policy) 22%, transparent); }
.h3 { background: color-mix(in srgb, var(--policy) 33%, transparent); } .h4 { background: color-mix(in srgb, var(--policy) 45%, transparent); }
.keys { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; margin: .75rem 0; padding: 0; list-style: none; font-size: .875rem; max-width: none; }
.keys li { margin: 0; } .keys i { display: inline-block; width: 1.5em; height: 1em; margin-right: .4em; vertical-align: -.15em; border: 1px solid var(--line); }
.steps td, .steps th { white-space: normal; vertical-align: top; } .steps td.own { text-align: left; } .steps tr:target { background: var(--panel); }
.steps th:first-child { white-space: pre-wrap; }
.own div { display: flex; flex-wrap: wrap; gap: 0 .6em; align-items: baseline; }
.own b { min-width: 3.5em; font-weight: 600; } .own .p { min-width: 3.2em; text-align: right; white-space: nowrap; }
.odds { position: relative; width: 5em; height: .6em; background: var(--panel); border-inline: 1px solid var(--line); }
.odds i { position: absolute; top: 0; bottom: 0; } .odds .for { left: 50%; background: var(--treated); } .odds .against { right: 50%; background: var(--chance); }
@media (max-width: 30rem) { .odds { width: 3em; } .own b { min-width: 2.5em; } .own .p { min-width: 2.9em; } .own div { gap: 0 .35em; } }
`;

/** The answer with each token coloured by how far the fused law was from the reference there. The first `linked` lead to their rows. */
export function heatMap(answer: FusionAnswer, linked: number): Html {
  const pieces = answer.steps.map((step, k) => tokenPiece(step, k, k < linked, answer.reference));
  return html`<p class="heat">${pieces}</p>
${heatKeys()}`;
}

function tokenPiece(step: FusionStep, k: number, linked: boolean, reference: string | null): Content {
  const { text, ends, divergence } = step;
  if (text === "" && !ends) return "";
  const title = hoverTitle(step, reference);
  const shown: Content = ends
    ? html` <span class="soft small">(end)</span>`
    : text.split(BREAK).map((part, line) => [line === 0 ? "" : html`<br>`, part]);
  const heat = `h${heatOf(divergence)}`;
  // Rows are reached by a tap; the keyboard goes through the table itself.
  return linked
    ? html`<a class="${heat}" href="#t${k + 1}" tabindex="-1" title="${title}">${shown}</a>`
    : html`<span class="${heat}" title="${title}">${shown}</span>`;
}

function hoverTitle(step: FusionStep, reference: string | null): string {
  const factors = step.factors.map(({ name, p }) => `${name} ${chance(p)}`).join(", ");
  return `${stepName(step)}: chosen with ${percent.text(Math.exp(step.log))}; ${factors}; divergence from ${reference ?? "the reference"} ${nats(step.divergence)} nats`;
}

function heatKeys(): Html {
  const names = [
    `below ${HEAT[0]}`,
    ...HEAT.slice(1).map((end, k) => `${HEAT[k]} to ${end}`),
    `above ${HEAT[HEAT.length - 1]}`,
  ];
  return html`<ul class="keys" aria-label="Colours">${names.map((name, k) => html`<li><i class="h${k}"></i>${name}${k === names.length - 1 ? " nats" : ""}</li>`)}</ul>`;
}
