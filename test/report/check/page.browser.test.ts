import { graphCheckPage } from "../../../src/report/index.ts";
import { tryInBrowser } from "../browser.ts";
import { checks } from "./fixtures.ts";

const pages = Object.entries(checks).filter(([name]) => name !== "silent");

tryInBrowser(
  "pages of checks in a browser",
  Object.fromEntries(pages.map(([name, check]) => [name, () => graphCheckPage(check)])),
);
