import type { Decision } from "../../query/decision.js";
import { cleanDeep } from "../clean.js";
import { dataText } from "../data-text.js";
import { breakable, shownRows } from "../effect/plate.js";
import { percent, type Scale } from "../format.js";
import { decisionJson } from "../json.js";
import { levelText } from "../lines.js";
import { provenanceFacts } from "../model/page.js";
import { basisOf, warningsLink } from "../model/page-parts.js";
import { type Html, html } from "../page/html.js";
import { pageShell } from "../page/shell.js";
import { type Easel, openEasel } from "../page/svg.js";
import { textTable } from "../page/table.js";
import { curveTexts } from "./curve-words.js";
import { decisionFacts } from "./facts.js";
import { fairnessPlate } from "./fairness-figure.js";
import { priceText } from "./fairness-words.js";
import { policiesPlate } from "./policies-figure.js";
import { verdicts } from "./policy-words.js";
import { leafConditions, leafVerb, leafWorth, leavesInOrder, treeSource } from "./tree-words.js";
import { upliftPlate } from "./uplift-figure.js";
import {
  benefitScale,
  boundsOf,
  headline,
  intervalOf,
  peopleCount,
  policyOf,
  successText,
  titleText,
} from "./words.js";

/**
 * A decision as one self-contained HTML file: no network, no scripts, light and dark, phone and print. Whom to treat and what that is worth;
 * policies compared; why each group is treated or not; the tree as rules; the uplift curve; fairness; what it rests on. The whole answer is
 * inside as JSON, in `#disco-answer`. Deterministic. Cost: loads Observable Plot and linkedom at the first call.
 */
export async function decisionPage(original: Decision): Promise<string> {
  const easel = await openEasel();
  const decision = cleanDeep(original, 0);
  const scale = benefitScale(decision);
  const { warnings, assumptions, provenance, data } = decision;
  const facts = [...decisionFacts(decision), ["Data", dataText(data)] as const, ...provenanceFacts(provenance)];
  const [who, , beside] = headline(decision);
  const main = html`<header>
<p class="kicker">Disco decision · ${data.source}</p>
<h1>${titleText(decision)}</h1>
<p class="lead">${who}</p>
${worthBlock(decision, scale)}
<p>${beside}</p>
${warningsLink(warnings)}
</header>
${comparedSection(easel, decision, scale)}
${groupsSection(decision, scale)}
${treeSection(decision, scale)}
${curvesSection(easel, decision, scale)}
${fairnessSection(easel, decision, scale)}
${basisOf(warnings, assumptions, facts)}
${SOURCES}`;
  return pageShell(titleText(decision), main, decisionJson(original));
}

/** The number: what the policy is worth, how sure that is, and what no data tell. */
function worthBlock(decision: Decision, scale: Scale): Html | string {
  const chosen = policyOf(decision, "chosen")?.benefit;
  if (chosen === undefined || chosen.value === null) return html`<p>${headline(decision)[1]}</p>`;
  const [interval, bounds] = [intervalOf(chosen, scale), boundsOf(chosen, scale)];
  const parts = [
    "benefit per individual of all",
    ...(interval === "" || decision.treated === 0 ? [] : [`${levelText([chosen])}: ${interval}`]),
    ...(bounds === "" ? [] : [`whatever the noises: ${bounds}`]),
  ];
  return html`<p class="value">${scale.text(chosen.value)}</p><p class="soft">${parts.join("; ")}</p>`;
}

function comparedSection(easel: Easel, decision: Decision, scale: Scale): Html | string {
  const plate = policiesPlate(easel, decision, scale);
  if (plate === "") return "";
  const texts = verdicts(decision, scale);
  return html`<section aria-labelledby="compared"><h2 id="compared">Compared with other policies</h2>
${texts.length === 0 ? "" : html`<ul>${texts.map((text) => html`<li>${text}</li>`)}</ul>`}
<div class="plates">${plate}</div>
<p class="small soft">Success in the table is the chance of ${successText(decision)} in the population.</p></section>`;
}

function groupsSection(decision: Decision, scale: Scale): Html | string {
  const { groups } = decision;
  if (groups.length === 0) return "";
  const level = levelText(groups.map(({ benefit }) => benefit));
  const bounded = groups.some(({ benefit }) => boundsOf(benefit, scale) !== "");
  const rows = groups.map(({ treat, text, rows: people, share, benefit }) => [
    html`<b>${treat ? "Treated" : "Not treated"}</b><br>${text}`,
    peopleCount(decision, people),
    percent.text(share),
    html`<b>${benefit.value === null ? "not known" : scale.text(benefit.value)}</b>`,
    ...(level === "" ? [] : [breakable(intervalOf(benefit, scale))]),
    ...(bounded ? [breakable(boundsOf(benefit, scale))] : []),
  ]);
  const heads = [
    "Why",
    "How many",
    "Share",
    "Benefit of treating",
    ...(level === "" ? [] : [level]),
    ...(bounded ? ["Any noises"] : []),
  ];
  return html`<section aria-labelledby="why"><h2 id="why">Who is treated, and why</h2>
<p class="small soft">The benefit is that of treating one of them, on average, costs taken off; found on what came, not on what was predicted.</p>
<div class="tight">${textTable(heads, rows)}</div></section>`;
}

function treeSection(decision: Decision, scale: Scale): Html | string {
  const { tree } = decision;
  if (tree === undefined) return "";
  const rules = leavesInOrder(tree).map((leaf) => {
    const kind = leaf.treat ? "policy" : "chance";
    return html`<li><span class="swatch ${kind}"></span><b>${leafVerb(leaf)}</b> ${leafConditions(leaf)}<br><span class="soft small">${leafWorth(leaf, decision, scale)}</span></li>`;
  });
  return html`<section aria-labelledby="tree"><h2 id="tree">As a rule in words</h2>
<p class="small soft">A policy of few questions: ${treeSource(decision)}. It is simpler than the policy above, and may be worth less.</p>
<ul class="plain">${rules}</ul></section>`;
}

function curvesSection(easel: Easel, decision: Decision, scale: Scale): Html | string {
  const plate = upliftPlate(easel, decision, scale);
  if (plate === "") return "";
  return html`<section aria-labelledby="curve"><h2 id="curve">If more or fewer were treated</h2>
<ul>${curveTexts(decision).map((text) => html`<li>${text}</li>`)}</ul>
<div class="plates">${plate}</div></section>`;
}

function fairnessSection(easel: Easel, decision: Decision, scale: Scale): Html | string {
  const { fairness } = decision;
  if (fairness === undefined) return "";
  const price = priceText(fairness, scale);
  const left = fairness.groups.length - shownRows(fairness.groups.map(() => [])).length;
  return html`<section aria-labelledby="fairness"><h2 id="fairness">Fairness across ${fairness.column}</h2>
${price === "" ? "" : html`<p>${price}</p>`}
<div class="plates">${fairnessPlate(easel, decision, fairness, scale)}</div>
${left > 0 ? html`<p class="small soft">All groups are in the JSON below.</p>` : ""}</section>`;
}

const SOURCES = html`<section aria-labelledby="sources"><h2 id="sources">Sources</h2><ul class="small">
<li>Li &amp; Pearl (2019). Unit selection based on counterfactual logic. Proceedings of IJCAI 2019. (Benefit by response type.)</li>
<li>Manski (2004). Statistical treatment rules for heterogeneous populations. Econometrica 72. (Deciding under bounds: least regret.)</li>
<li>Dudík, Langford &amp; Li (2011). Doubly robust policy evaluation and learning. Proceedings of ICML 2011.</li>
<li>Radcliffe (2007). Using control groups to target on predicted lift. Direct Marketing Analytics Journal. (Qini.)</li>
<li>Yadlowsky, Fleming, Shah, Brunskill &amp; Wager (2025). Evaluating treatment prioritization rules via rank-weighted average treatment effects. Journal of the American Statistical Association. (AUTOC.)</li>
<li>Athey &amp; Wager (2021). Policy learning with observational data. Econometrica 89. (Policy trees.)</li>
</ul></section>`;
