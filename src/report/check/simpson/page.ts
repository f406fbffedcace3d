import type { SimpsonCheck, SimpsonFinding } from "../../../query/simpson.js";
import { cleanDeep } from "../../clean.js";
import { countText } from "../../format.js";
import { graphFigure } from "../../graph/figure.js";
import { simpsonJson } from "../../json.js";
import { provenanceFacts } from "../../model/page.js";
import { basisOf, warningsLink } from "../../model/page-parts.js";
import { type Html, html } from "../../page/html.js";
import { pageShell } from "../../page/shell.js";
import { type Easel, openEasel } from "../../page/svg.js";
import { textTable } from "../../page/table.js";
import { decompositionFigure, strataFigure } from "./figure.js";
import {
  adviceBeside,
  armName,
  basisFacts,
  byText,
  detailText,
  headline,
  intervalHead,
  mixRows,
  oddsText,
  scalesOf,
  tied,
  triedRows,
} from "./words.js";

/** Shown in a page; the JSON inside has all. */
const MOST = { findings: 8, strata: 60, rows: 60 } as const;

/**
 * A check for Simpson's paradox as one self-contained HTML file: no network, no scripts, light and dark, phone and print. Of each finding the strata
 * as a drawing, the raw difference taken apart, every number, and which of them answers what. The whole answer is inside as JSON, in `#disco-answer`.
 * Deterministic. Cost: loads the drawing libraries at the first call.
 */
export async function simpsonPage(original: SimpsonCheck): Promise<string> {
  const check = cleanDeep(original, 0);
  const easel = await openEasel();
  const told = [...check.findings, ...check.unsecured];
  const shown = told.slice(0, MOST.findings);
  const left = told.length - shown.length;
  const main = html`<header>
<p class="kicker">Disco check · ${check.data.source}</p>
<h1>${check.question}</h1>
<p class="lead">${headline(check)}</p>
${warningsLink(check.warnings)}
</header>
${shown.map((finding, i) => findingSection(easel, check, finding, i))}
${left > 0 ? html`<p class="small soft">and ${countText(left)} more, in the JSON below.</p>` : ""}
${original.graph === undefined ? "" : html`<section aria-labelledby="drawing"><h2 id="drawing">The graph</h2><figure class="wide">${await graphFigure(original.graph, { title: "The graph" })}</figure></section>`}
${triedSection(check)}
${showsSection(adviceBeside(check))}
${basisOf(check.warnings, check.assumptions, [...basisFacts(check), ...provenanceFacts(check.provenance)])}
${SOURCES}`;
  return pageShell(check.question, main, simpsonJson(original));
}

function showsSection(advice: readonly string[]): Html | string {
  if (advice.length === 0) return "";
  return html`<section aria-labelledby="shows"><h2 id="shows">What this shows, and what not</h2>
<ul>${advice.map((text) => html`<li>${tied(text)}</li>`)}</ul></section>`;
}

function findingSection(easel: Easel, check: SimpsonCheck, finding: SimpsonFinding, at: number): Html {
  const odds = oddsText(finding);
  // The first claim is the lead of the page.
  const claim = at === 0 ? "" : html`<p><b>${tied(finding.claim)}</b></p>`;
  return html`<section aria-labelledby="finding-${at}"><h2 id="finding-${at}">Within ${byText(finding.by)}</h2>
${claim}
<p>${detailText(finding)}</p>
<div class="plates">
<figure><figcaption><b>Each stratum, then all together</b></figcaption>${strataFigure(easel, check, finding, `strata-${at}`)}</figure>
<figure><figcaption><b>The raw difference, taken apart</b></figcaption>${decompositionFigure(easel, check, finding, `parts-${at}`)}
<p class="small soft">${tied(finding.reading)}</p></figure>
</div>
<h3>Which number to use</h3>
<ul>${finding.advice.map((text) => html`<li>${tied(text)}</li>`)}</ul>
<h3>The numbers</h3>
${mixTable(check, finding)}
${odds === "" ? "" : html`<p class="small">${odds}</p>`}
<details><summary>Stratum by stratum</summary>${strataTable(check, finding)}</details></section>`;
}

function mixTable(check: SimpsonCheck, finding: SimpsonFinding): Html {
  const rows = mixRows(check, finding);
  const sampled = rows.some(({ interval }) => interval !== "");
  const heads = [
    "What",
    armName(check, true, 14),
    armName(check, false, 14),
    check.outcome.kind === "binary" ? "Points" : "Difference",
    ...(sampled ? [intervalHead(finding)] : []),
  ];
  const body = rows.map(({ name, treated, untreated, gap, interval }) => [
    name,
    treated,
    untreated,
    html`<b>${gap.replace(/\u00a0points?$/, "")}</b>`,
    ...(sampled ? [interval.replaceAll("\u00a0", " ")] : []),
  ]);
  return html`<div class="tight">${textTable(heads, body)}</div>`;
}

function strataTable(check: SimpsonCheck, { strata, by }: SimpsonFinding): Html {
  const { level, gap } = scalesOf(check);
  const shown = strata.slice(0, MOST.strata);
  const left = strata.length - shown.length;
  const arm = ({ mean, count }: SimpsonFinding["strata"][number]["treated"]) =>
    mean === null ? "–" : html`${level.text(mean)}<br><span class="soft small">of ${countText(count)}</span>`;
  const body = shown.map(({ labels, treated, untreated, difference }) => [
    labels.join(", "),
    arm(treated),
    arm(untreated),
    difference === null ? "–" : gap.bare(difference),
  ]);
  return html`<div class="tight">${textTable([byText(by), armName(check, true, 14), armName(check, false, 14), "Difference"], body)}</div>
${left > 0 ? html`<p class="small soft">and ${countText(left)} more, in the JSON below.</p>` : ""}`;
}

function triedSection(check: SimpsonCheck): Html | string {
  const all = triedRows(check);
  if (all.length === 0) return "";
  const rows = all.slice(0, MOST.rows);
  const left = all.length - rows.length;
  const body = rows.map(({ by, strata, within, verdict, found }) => [
    found ? html`<b>${by}</b>` : by,
    strata,
    within,
    html`<span style="white-space: normal">${verdict}</span>`,
  ]);
  return html`<section aria-labelledby="tried"><h2 id="tried">What was tried</h2>
<div class="tight">${textTable(["Columns", "Strata", "Difference within", "Verdict"], body)}</div>
${left > 0 ? html`<p class="small soft">and ${countText(left)} more, in the JSON below.</p>` : ""}</section>`;
}

/** Whose ideas these are. */
const SOURCES = html`<section aria-labelledby="sources"><h2 id="sources">Sources</h2><ul class="small">
<li>Simpson (1951). The interpretation of interaction in contingency tables. Journal of the Royal Statistical Society B 13.</li>
<li>Pearl (2014). Understanding Simpson’s paradox. The American Statistician 68. <a href="https://doi.org/10.1080/00031305.2014.876829">doi:10.1080/00031305.2014.876829</a> (Which number to use is a question about causes.)</li>
<li>Kitagawa (1955). Components of a difference between two rates. Journal of the American Statistical Association 50.</li>
<li>Mantel &amp; Haenszel (1959), JNCI 22; Robins, Breslow &amp; Greenland (1986), Biometrics 42. (Odds ratios within strata.)</li>
<li>Miettinen &amp; Nurminen (1985). Comparative analysis of two rates. Statistics in Medicine 4. (Intervals.)</li>
</ul></section>`;
