import type { Attribution } from "../../query/attribution.js";
import { cleanDeep } from "../clean.js";
import { attributionJson } from "../json.js";
import { basisSection } from "./basis.js";
import { hero, title } from "./hero.js";
import { html } from "./html.js";
import { individualsSection } from "./individuals.js";
import { methodSection } from "./method.js";
import { populationSection } from "./population.js";
import { sharesSection } from "./shares-section.js";
import { pageShell } from "./shell.js";
import { openEasel } from "./svg.js";

/**
 * The answer as one self-contained HTML file: no network, no scripts (its policy forbids both), light and dark, phone and print.
 * The whole answer is inside it as JSON, in `#disco-answer`. Deterministic. Cost: loads Observable Plot and linkedom at the first call.
 */
export async function attributionPage(original: Attribution): Promise<string> {
  const easel = await openEasel();
  const answer = cleanDeep(original);
  const main = html`${hero(answer)}
${sharesSection(easel, answer)}
${individualsSection(easel, answer)}
${populationSection(answer)}
${basisSection(answer)}
${methodSection(answer)}`;
  return pageShell(title(answer), main, attributionJson(original));
}
