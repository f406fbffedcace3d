import { type Content, html, trusted } from "./html.js";
import { STYLE } from "./style.js";

const POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";

/**
 * One self-contained HTML file: no network, no scripts (its policy forbids both), light and dark, phone and print. `json` is the whole
 * answer, kept in `#disco-answer`.
 */
export function pageShell(title: string, main: Content, json: string): string {
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${trusted(POLICY)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<style>${trusted(STYLE)}</style>
</head>
<body>
<main>
${main}
</main>
<footer>Made by Disco. This file holds the whole answer: it needs no network and runs no scripts; the numbers in full precision are in its source, in the element with the id <code>disco-answer</code>.</footer>
<script type="application/json" id="disco-answer">
${trusted(
  // A closing tag inside a string must not end the element; JSON reads the escape back as the character.
  json.replaceAll("<", "\\u003c"),
)}
</script>
</body>
</html>
`;
  return page.html;
}
