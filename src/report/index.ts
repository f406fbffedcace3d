/** Answers for people: the terminal, one sentence, one page; and for programs, JSON. */
export { berksonPage } from "./check/berkson-page.js";
export { berksonText } from "./check/berkson-text.js";
export { graphCheckPage } from "./check/page.js";
export { simpsonPage } from "./check/simpson/page.js";
export { simpsonText } from "./check/simpson/text.js";
export { surrogatePage } from "./check/surrogate-page.js";
export { surrogateText } from "./check/surrogate-text.js";
export { graphCheckText } from "./check/text.js";
export { decisionPage } from "./decide/page.js";
export { decisionText } from "./decide/text.js";
export { effectPage } from "./effect/page.js";
export { effectSentence } from "./effect/sentence.js";
export { effectText } from "./effect/text.js";
export { fusionPage } from "./fusion/page.js";
export { type FusionTextStyle, fusionText } from "./fusion/text.js";
export { graphSvg } from "./graph/svg.js";
export { identificationPage } from "./identify/page.js";
export { identificationSvg } from "./identify/svg.js";
export { identificationText } from "./identify/text.js";
export {
  attributionJson,
  berksonJson,
  comparisonJson,
  decisionJson,
  effectJson,
  fusionJson,
  graphCheckJson,
  identificationJson,
  ladderJson,
  modelAnswerJson,
  simpsonJson,
  surrogateJson,
} from "./json.js";
export { ladderPage } from "./ladder/page.js";
export { ladderText } from "./ladder/text.js";
export { comparisonPage } from "./model/comparison-page.js";
export { comparisonText } from "./model/comparison-text.js";
export { modelAnswerPage } from "./model/page.js";
export { modelAnswerText } from "./model/text.js";
export { attributionPage } from "./page/page.js";
export { attributionSentence } from "./sentence.js";
export type { TextStyle } from "./terminal/style.js";
export { attributionText } from "./terminal/text.js";
