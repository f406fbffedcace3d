import { attributionPage } from "../../src/report/index.ts";
import { tryInBrowser } from "./browser.ts";
import { earnings, hostile, jobs, law, unknown } from "./fixtures.ts";

const pages = { jobs, hostile, earnings, unknown, law };

tryInBrowser(
  "the page in a browser",
  Object.fromEntries(Object.entries(pages).map(([name, answer]) => [name, () => attributionPage(answer)])),
);
