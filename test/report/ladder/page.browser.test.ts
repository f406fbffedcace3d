import { ladderPage } from "../../../src/report/index.ts";
import { tryInBrowser } from "../browser.ts";
import { four } from "./fixtures.ts";

tryInBrowser("pages of the ladder in a browser", { four: () => ladderPage(four) });
