import { decisionPage } from "../../../src/report/index.ts";
import { tryInBrowser } from "../browser.ts";
import { budgeted, hostile, law } from "./fixtures.ts";

const pages = { budgeted, hostile, law };

tryInBrowser(
  "pages of decisions in a browser",
  Object.fromEntries(Object.entries(pages).map(([name, decision]) => [name, () => decisionPage(decision)])),
);
