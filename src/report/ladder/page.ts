import type { LadderAnswer, LadderPair, LadderRow, LadderRung, LadderShares } from "../../query/ladder.js";
import { unbroken } from "../check/words.js";
import { cleanDeep } from "../clean.js";
import { countText, percent } from "../format.js";
import { ladderJson } from "../json.js";
import { probability, rangeWords } from "../model/numbers.js";
import { provenanceFacts } from "../model/page.js";
import { basisOf } from "../model/page-parts.js";
import { type Html, html } from "../page/html.js";
import { pageShell } from "../page/shell.js";
import { type Easel, openEasel } from "../page/svg.js";
import { textTable } from "../page/table.js";
import { shorten } from "../words.js";
import { ladderFigure } from "./figure.js";
import { checkedText, dialText, headline, LAYERS, pairTitle, rungTitle, surveyText } from "./words.js";

/** Pairs of each rung shown in a page; the JSON inside has all. */
const MOST_PAIRS = 6;

const NAMES = ["first", "second"] as const;

/**
 * The ladder as one self-contained HTML file: no network, no scripts, light and dark, phone and print. Each pair is a drawing of three rungs
 * with the answers of both models on them. The whole answer is inside as JSON, in `#disco-answer`. Deterministic. Cost: loads Observable
 * Plot and linkedom at the first call.
 */
export async function ladderPage(original: LadderAnswer): Promise<string> {
  const easel = await openEasel();
  const answer = cleanDeep(original, 0);
  const main = html`<header>
<p class="kicker">Disco ladder · seed ${String(answer.provenance["seed"])}</p>
<h1>${answer.question}</h1>
<p class="lead">${headline(answer)}</p>
</header>
${answer.rungs.map((rung) => rungSection(easel, rung))}
${climbSection(answer)}
<section aria-labelledby="theorem"><h2 id="theorem">The theorem behind it</h2>
<p>${answer.theorem}</p></section>
${basisOf(answer.warnings, answer.assumptions, provenanceFacts(answer.provenance))}
${sources()}`;
  return pageShell(answer.question, main, ladderJson(original));
}

function rungSection(easel: Easel, rung: LadderRung): Html {
  const id = `rung-${rung.rung}`;
  const shown = rung.pairs.slice(0, MOST_PAIRS);
  const left = rung.pairs.length - shown.length;
  const facts = [
    ["Checked", checkedText(rung.pairs[0], rung)],
    ["Random pairs", surveyText(rung)],
  ];
  return html`<section aria-labelledby="${id}"><h2 id="${id}">${rungTitle(rung)}</h2>
${shown.map((pair, i) => pairPart(easel, pair, rung, i))}
${left > 0 ? html`<p class="small soft">and ${countText(left)} more, in the JSON below.</p>` : ""}
<dl class="facts small">${facts.map(([name, text]) => html`<dt>${name}</dt><dd>${unbroken(text)}</dd>`)}</dl></section>`;
}

function pairPart(easel: Easel, pair: LadderPair, rung: LadderRung, index: number): Html {
  const dial = dialText(pair);
  return html`<h3>${pairTitle(pair, index, rung.pairs.length)}</h3>
<p>${pair.text}</p>
<figure class="wide">${ladderFigure(easel, pair, rung.rung, `ladder-${rung.rung}-${index + 1}`)}</figure>
${rung.rung === 2 ? sharesPart(pair) : ""}
${dial === undefined ? "" : html`<p>${dial}</p>`}
<details><summary>Every number, as a fraction too</summary><div class="tight">${rowsTable(pair)}</div></details>
<details><summary>The two models</summary>${pair.models.map((model, i) => modelPart(model, NAMES[i]))}</details>`;
}

const SHARES = ["anyway", "policy", "chance"] as const;

/** How each model splits the outcome of those with T=1 and Y=1. */
function sharesPart({ shares }: LadderPair): Html {
  const strip = (of: LadderShares): Html | string =>
    SHARES.some((key) => of[key] < 0)
      ? ""
      : html`<div class="strip" aria-hidden="true">${SHARES.map(
          (key) => html`<span class="${key}" style="flex: ${(100 * of[key]).toFixed(2)} 1 0"></span>`,
        )}</div>`;
  return html`<p>The outcome of those who were treated and did well, as each model splits it:</p>
<ul class="strips">${shares.map(
    (of, i) =>
      html`<li><b>${NAMES[i]}</b>: ${SHARES.map(
        (key, j) =>
          html`${j > 0 ? ", " : ""}<span style="white-space: nowrap"><span class="swatch ${key}"></span>${percent.text(of[key])} ${key}</span>`,
      )}${strip(of)}</li>`,
  )}</ul>`;
}

function rowsTable({ rows }: LadderPair): Html {
  const cells = (row: LadderRow) => [
    html`${shorten(row.query, 48)}<br><span class="soft small">${LAYERS[row.layer]}</span>`,
    ...row.values.map((value, i) => {
      const text = html`${probability.text(value)}<br><span class="soft small">${row.exact[i]}</span>`;
      return row.same ? text : html`<b>${text}</b>`;
    }),
    row.open === undefined ? "" : rangeWords(row.open).replaceAll("\u00a0", " "),
  ];
  return textTable(["Question", "First", "Second", "Possible in models that agree below"], rows.map(cells));
}

/** The types of individuals of a model file, and its laws. */
function modelPart(model: LadderPair["models"][0], name: string): Html {
  const units = (model["units"] ?? []) as readonly Readonly<Record<string, string | number>>[];
  const variables = Object.entries((model["variables"] ?? {}) as Readonly<Record<string, { bernoulli?: unknown }>>);
  const heads = Object.keys(units[0] ?? {}).slice(1);
  const rows = units.map((unit) => [String(unit["name"]), ...heads.map((head) => String(unit[head]))]);
  return html`<h3>The ${name}</h3>
<div class="tight">${textTable(["Type", ...heads], rows)}</div>
<ul class="plain small">${variables.map(
    ([variable, law]) =>
      html`<li><code>${variable}</code> is 1 with probability <code>${String(law.bernoulli)}</code></li>`,
  )}</ul>`;
}

/** What does determine the layer above. */
function climbSection({ climb }: LadderAnswer): Html {
  return html`<section aria-labelledby="climb"><h2 id="climb">What does lead up</h2>
<p>Something that is not in the data: an assumption, or another kind of data.</p>
<ul>${climb.map(
    ({ rung, by, text, command }) =>
      html`<li><b>${by}</b>, from ${LAYERS[rung]} to ${LAYERS[rung === 1 ? 2 : 3]}: ${text}.<br><code>${command}</code></li>`,
  )}</ul></section>`;
}

function sources(): Html {
  return html`<section aria-labelledby="sources"><h2 id="sources">Sources</h2><ul class="small">
<li>Bareinboim, Correa, Ibeling &amp; Icard (2022). On Pearl’s hierarchy and the foundations of causal inference. Chapter 27 of Probabilistic and Causal Inference: The Works of Judea Pearl. ACM Books. (The theorem.)</li>
<li>Robins (1989); Manski (1990). Nonparametric bounds on treatment effects. American Economic Review 80. (What seeing leaves open.)</li>
<li>Tian &amp; Pearl (2000). Probabilities of causation: bounds and identification. Annals of Mathematics and Artificial Intelligence 28. (What doing leaves open.)</li></ul></section>`;
}
