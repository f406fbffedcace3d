import { simpsonPage } from "../../../../src/report/index.ts";
import { tryInBrowser } from "../../browser.ts";
import { simpsonChecks } from "./fixtures.ts";

tryInBrowser(
  "pages of checks for Simpson's paradox in a browser",
  Object.fromEntries(Object.entries(simpsonChecks).map(([name, check]) => [name, () => simpsonPage(check)])),
);
