import { DiscoError } from "../../../error.js";
import type { Message } from "../../engine.js";
import type { ChatItem, ChatWrapper, Model, Peer } from "./peer.js";

/**
 * How a model was trained to see a conversation: the template that its file carries; without one the format that is usual for its kind. What the
 * messages say stays text, also where it looks like a control token. @throws DiscoError for conversations that the template does not take
 */
export function chatTokens(peer: Peer, model: Model): (messages: readonly Message[]) => readonly number[] {
  const template = model.fileInfo.metadata.tokenizer?.chat_template;
  let wrapper: ChatWrapper | undefined;
  return (messages) => {
    try {
      // Made when it is needed: a template of many features takes a while to be understood.
      wrapper ??=
        template === undefined
          ? peer.resolveChatWrapper(model)
          : new peer.JinjaTemplateChatWrapper({
              template,
              tokenizer: model.tokenizer,
              joinAdjacentMessagesOfTheSameType: true,
              trimLeadingWhitespaceInResponses: false,
            });
      const chatHistory: ChatItem[] = [...messages.map(itemOf), { type: "model", response: [] }];
      return wrapper.generateContextState({ chatHistory }).contextText.tokenize(model.tokenizer);
    } catch (error) {
      throw new DiscoError({
        who: "llama engine",
        wrong: `the model's chat template does not take this conversation: ${(error as Error).message}`,
        given: messages.map(({ role }) => role).join(", "),
        next: "user and assistant take turns in most models, after one system message at most",
      });
    }
  };
}

function itemOf({ role, content }: Message): ChatItem {
  return role === "assistant" ? { type: "model", response: [content] } : { type: role, text: content };
}
