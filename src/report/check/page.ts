import type { GraphCheck } from "../../query/graph-check.js";
import { cleanDeep } from "../clean.js";
import { countText } from "../format.js";
import { graphFigure } from "../graph/figure.js";
import type { Highlight } from "../graph/options.js";
import { edgeChains } from "../graph/words.js";
import { graphCheckJson } from "../json.js";
import { provenanceFacts } from "../model/page.js";
import { basisOf, warningsLink } from "../model/page-parts.js";
import { type Html, html } from "../page/html.js";
import { pageShell } from "../page/shell.js";
import { textTable } from "../page/table.js";
import { basisFacts, evidenceHead, headline, repairText, testedRows, tied, unbroken } from "./words.js";

/** Shown in a page; the JSON inside has all. */
const MOST = { findings: 20, rows: 60 } as const;

/**
 * A graph held against a table as one self-contained HTML file: no network, no scripts, light and dark, phone and print. What contradicts
 * the graph comes first, then the graph with the worst of it marked, then every test. The whole answer is inside as JSON, in
 * `#disco-answer`. Deterministic. Cost: loads dagre at the first call.
 */
export async function graphCheckPage(original: GraphCheck): Promise<string> {
  const check = cleanDeep(original, 0);
  // The drawing takes names as they came, so that the marks find their nodes.
  const drawing = await graphFigure(original.graph, { highlight: marks(original), title: "The graph" });
  const main = html`<header>
<p class="kicker">Disco check · ${check.data.source}</p>
<h1>${check.question}</h1>
<p class="lead">${headline(check)}</p>
${warningsLink(check.warnings)}
</header>
${findingsSection(check)}
<section aria-labelledby="drawing"><h2 id="drawing">The graph</h2>
<figure class="wide">${drawing}</figure>
<details><summary>The same as text</summary><ul class="plain">${edgeChains(check.graph).map((chain) => html`<li><code>${chain}</code></li>`)}</ul></details></section>
${testedSection(check)}
<section aria-labelledby="shows"><h2 id="shows">What this shows, and what not</h2>
<ul>${check.advice.map((text) => html`<li>${text}</li>`)}</ul></section>
${basisOf(check.warnings, check.assumptions, [...basisFacts(check), ...provenanceFacts(check.provenance)])}
${sources(check)}`;
  return pageShell(check.question, main, graphCheckJson(original));
}

/** The worst contradiction in the drawing: the two that should be independent, and what is given. */
function marks({ findings }: GraphCheck): readonly Highlight[] {
  if (findings.length === 0) return [];
  const [{ one, other, given }] = findings;
  return [
    { nodes: given, tone: "adjusted", legend: "given" },
    { nodes: [one, other], tone: "core", legend: "should be independent, and are not" },
  ];
}

function findingsSection({ findings }: GraphCheck): Html | string {
  if (findings.length === 0) return "";
  const shown = findings.slice(0, MOST.findings);
  const left = findings.length - shown.length;
  return html`<section aria-labelledby="found"><h2 id="found">What contradicts the graph</h2>
<ol>${shown.map(({ text, repairs }) => html`<li>${unbroken(tied(text))}<br>${unbroken(repairText(repairs))}</li>`)}</ol>
${left > 0 ? html`<p class="small soft">and ${countText(left)} more, in the JSON below.</p>` : ""}</section>`;
}

function testedSection(check: GraphCheck): Html | string {
  const all = testedRows(check);
  if (all.length === 0) return "";
  const rows = all.slice(0, MOST.rows);
  const left = all.length - rows.length;
  // Said once where all were tested in one way.
  const alike = new Set(rows.map(({ test }) => test)).size === 1;
  const how = alike ? ` All were tested in one way: ${rows[0].test}.` : "";
  const body = rows.map(({ claim, strength, evidence, test, contradicted }) => [
    html`${contradicted ? html`<b>${claim}</b>` : claim}${alike ? "" : html`<br><span class="soft small">${test}</span>`}`,
    contradicted ? "contradicted" : test.startsWith("not tested") ? "not tested" : "stands",
    strength,
    evidence,
  ]);
  return html`<section aria-labelledby="tested"><h2 id="tested">What the graph claims</h2>
<p>⊥ means “is independent of”, and what stands behind | is given. The least certain first.${how}</p>
<div class="tight">${textTable(["Independence", "Verdict", "Strength", evidenceHead(check)], body)}</div>
${left > 0 ? html`<p class="small soft">and ${countText(left)} more, in the JSON below.</p>` : ""}</section>`;
}

/** Whose ideas the tests that were made are. */
function sources({ scanned, provenance }: GraphCheck): Html {
  const made = (test: RegExp): boolean => scanned.some((one) => test.test(one.test));
  const several = Number(provenance["tests"]) > 1 && !made(/exact law/);
  const list = [
    html`<li>Pearl (2009). Causality. Cambridge University Press. (What a graph says about data: d-separation.)</li>`,
    made(/generalised/)
      ? html`<li>Shah &amp; Peters (2020). The hardness of conditional independence testing and the generalised covariance measure. Annals of Statistics 48. <a href="https://doi.org/10.1214/19-AOS1857">doi:10.1214/19-AOS1857</a></li>`
      : "",
    made(/Haenszel/)
      ? html`<li>Landis, Heyman &amp; Koch (1978). Average partial association in three-way contingency tables. International Statistical Review 46.</li>`
      : "",
    made(/draws/) ? html`<li>Besag &amp; Clifford (1991). Sequential Monte Carlo p-values. Biometrika 78.</li>` : "",
    several
      ? html`<li>Holm (1979). A simple sequentially rejective multiple test procedure. Scandinavian Journal of Statistics 6.</li>`
      : "",
  ];
  return html`<section aria-labelledby="sources"><h2 id="sources">Sources</h2><ul class="small">${list}</ul></section>`;
}
