// The public names of `discoscm/align/openai`.

export { answerOfTexts, type TextsAsked } from "./openai/answer.js";
export { type DrawOptions, type OpenaiTexts, openaiTexts } from "./openai/client.js";
export type { HostedFactor, OpenaiOptions } from "./openai/factor.js";
export { type FusedTexts, type FuseTextsOptions, fuseTexts, type HostedCandidate } from "./openai/fuse-texts.js";
export type { ToldText, ToldToken } from "./openai/read-reply.js";
export type { ServerOptions } from "./openai/request.js";
export type { GivenText, TextScore } from "./openai/score.js";
export { type SharedTexts, type TextLaw, type TextToken, textLaw, tokenLaws } from "./openai/text-law.js";
