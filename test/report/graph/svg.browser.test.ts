import { graphFigure } from "../../../src/report/graph/figure.ts";
import { graphSvg } from "../../../src/report/graph/svg.ts";
import { type Html, html, trusted } from "../../../src/report/page/html.ts";
import { pageShell } from "../../../src/report/page/shell.ts";
import { tryInBrowser } from "../browser.ts";
import { hostile } from "../identify/fixtures.ts";
import { flat } from "./graphs.ts";

/** The figures of all graphs in a page: their text must be large enough, and inside. */
async function figures(): Promise<string> {
  const all: Html[] = [];
  for (const [name, [graph, options]] of Object.entries(flat)) {
    const id = name.replace(/\W/g, "");
    all.push(html`<h2>${name}</h2><figure>${await graphFigure(graph, { ...options, id })}</figure>`);
  }
  return pageShell("Graphs", all, "{}");
}

/** The files in a page, as an image would show them: `xml` says where one is not well-formed. */
async function files(): Promise<string> {
  const all: Html[] = [];
  for (const [graph, options] of [flat["napkin"], [hostile.graph, {}] as const]) {
    const id = `file${all.length}`;
    all.push(html`<figure>${trusted(await graphSvg(graph, { ...options, id }))}</figure>`);
  }
  return pageShell("Files", all, "{}");
}

tryInBrowser("drawings of graphs in a browser", { figures, files });
