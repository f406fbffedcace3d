import { berksonPage } from "../../../src/report/index.ts";
import { tryInBrowser } from "../browser.ts";
import { berksons } from "./berkson-fixtures.ts";

const { hospital, law, nothing, between, covariates, hostile } = berksons;

tryInBrowser(
  "pages of selection in a browser",
  Object.fromEntries(
    Object.entries({ hospital, law, nothing, between, covariates, hostile }).map(([name, check]) => [
      name,
      () => berksonPage(check),
    ]),
  ),
);
