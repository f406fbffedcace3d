/** Answers for people: the terminal, one sentence, one page; and for programs, JSON. */
export { attributionJson } from "./json.js";
export { attributionPage } from "./page/page.js";
export { attributionSentence } from "./sentence.js";
export { attributionText } from "./terminal/text.js";
