import { identificationPage } from "../../../src/report/index.ts";
import { tryInBrowser } from "../browser.ts";
import { bow, frontDoor, hostile, long, napkin, reading, words } from "./fixtures.ts";

const pages = { frontDoor, napkin, bow, reading, long, words, hostile };

tryInBrowser(
  "pages of identify in a browser",
  Object.fromEntries(Object.entries(pages).map(([name, one]) => [name, () => identificationPage(one)])),
);
