import { effectPage } from "../../../src/report/index.ts";
import { tryInBrowser } from "../browser.ts";
import { discontinuity, effects, lalonde, ratio, staggered, synthetic } from "./fixtures.ts";

const pages = { lalonde, ratio, synthetic, staggered, discontinuity, hostile: effects.hostile };

// Every table is looked at too: those behind a drawing are folded.
const unfolded = async (page: Promise<string>): Promise<string> =>
  (await page).replaceAll("<details>", "<details open>");

tryInBrowser(
  "pages of effects in a browser",
  Object.fromEntries(Object.entries(pages).map(([name, effect]) => [name, () => unfolded(effectPage(effect))])),
);
