import type { Attribution } from "../../query/attribution.js";
import { cleanDeep } from "../clean.js";
import { attributionJson } from "../json.js";
import { basisSection } from "./basis.js";
import { hero, title } from "./hero.js";
import { html, trusted } from "./html.js";
import { individualsSection } from "./individuals.js";
import { methodSection } from "./method.js";
import { populationSection } from "./population.js";
import { sharesSection } from "./shares-section.js";
import { STYLE } from "./style.js";
import { openEasel } from "./svg.js";

const POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";

/**
 * The answer as one self-contained HTML file: no network, no scripts (its policy forbids both), light and dark, phone and print.
 * The whole answer is inside it as JSON, in `#disco-answer`. Deterministic. Cost: loads Observable Plot and linkedom at the first call.
 */
export async function attributionPage(original: Attribution): Promise<string> {
  const easel = await openEasel();
  const answer = cleanDeep(original);
  // A closing tag inside a string must not end the element; JSON reads the escape back as the character.
  const json = attributionJson(original).replaceAll("<", "\\u003c");
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${trusted(POLICY)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title(answer)}</title>
<style>${trusted(STYLE)}</style>
</head>
<body>
<main>
${hero(answer)}
${sharesSection(easel, answer)}
${individualsSection(easel, answer)}
${populationSection(answer)}
${basisSection(answer)}
${methodSection(answer)}
</main>
<footer>Made by Disco. This file holds the whole answer: it needs no network and runs no scripts; the numbers in full precision are in its source, in the element with the id <code>disco-answer</code>.</footer>
<script type="application/json" id="disco-answer">
${trusted(json)}
</script>
</body>
</html>
`;
  return page.html;
}
