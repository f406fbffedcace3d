import { comparisonPage, modelAnswerPage } from "../../../src/report/index.ts";
import { tryInBrowser } from "../browser.ts";
import { cross, hostile, hostileCompared, needed, recurrence, shares, sharesCompared } from "./fixtures.ts";

tryInBrowser("pages of models in a browser", {
  ...Object.fromEntries(
    Object.entries({ cross, shares, needed, hostile }).map(([name, one]) => [name, () => modelAnswerPage(one)]),
  ),
  ...Object.fromEntries(
    Object.entries({ recurrence, sharesCompared, hostileCompared }).map(([name, one]) => [
      `compare ${name}`,
      () => comparisonPage(one),
    ]),
  ),
});
