import { fusionPage } from "../../../src/report/index.ts";
import { tryInBrowser } from "../browser.ts";
import { hostile, long, sequenceAnswer, tokenAnswer } from "./fixtures.ts";

const kid = await tokenAnswer("ref * (kid / ref)^1.5");
const three = await tokenAnswer("ref * (kid / ref) * (calm / ref)^0.5", ["ref", "kid", "calm"]);
const texts = await sequenceAnswer("ref * (kid / ref)^3", 30, "ref");
const pages = { kid, texts, hostile: hostile(kid), long: long(three, 30) };

tryInBrowser(
  "pages of fusion in a browser",
  Object.fromEntries(Object.entries(pages).map(([name, answer]) => [name, () => fusionPage(answer)])),
);
