import { setImmediate as breath } from "node:timers/promises";
import type { Message, Step } from "discoscm/align";
import { usage } from "../../errors.js";
import type { Output } from "../../output.js";
import { type Party, type Posterior, posteriorOf, type Speakers, speakersOf } from "./speakers.js";

/** What a conversation is held with. */
export interface SessionWish extends Omit<Party, "turn" | "conversation"> {
  /** As the person wrote it. */
  readonly model: string;
  readonly temperature?: number;
  readonly topP?: number;
  /** Only so many of each factor's likeliest tokens are fused; absent: all. */
  readonly top?: number;
  readonly most: number;
  readonly explain: boolean;
  readonly quiet: boolean;
  readonly save?: Output;
}

/** A conversation as it goes on. */
export interface Session extends SessionWish {
  conversation: readonly Message[];
  turn: number;
  readonly turns: Turn[];
}

/** One answer. */
export interface Turn {
  readonly question: string;
  readonly answer: string;
  readonly seed: number;
  readonly steps: readonly Step[];
  readonly speakers: Speakers;
  readonly posterior?: Posterior;
  /** Messages at the beginning that the model no longer heard. */
  readonly forgotten: number;
  /** Somebody stopped it. */
  readonly stopped: boolean;
}

export function startSession(wish: SessionWish): Session {
  return { ...wish, conversation: [], turn: 0, turns: [] };
}

/**
 * Answers a message, telling each piece of the answer as it comes. An answer that is stopped is kept as far as it came; one that fails leaves the
 * conversation as it was. @throws as `decode`, `posteriorOfUsers`
 */
export async function answer(
  session: Session,
  question: string,
  tell: (piece: string) => void,
  signal: AbortSignal,
): Promise<Turn> {
  const { align, engine } = session;
  const before = session.conversation;
  session.conversation = [...before, { role: "user", content: question }];
  const stream = align.textStream();
  const steps: Step[] = [];
  let text = "";
  const add = (piece: string) => {
    text += piece;
    tell(piece);
  };
  try {
    const posterior = session.expression === undefined ? await posteriorOf(session, signal) : undefined;
    const { speakers, prompts, forgotten, most } = fitting(session, posterior);
    const seed = session.seed + session.turn;
    let stopped = false;
    try {
      for await (const step of align.decode(engine, {
        factors: prompts,
        expression: speakers.decoded,
        reference: "ref",
        most,
        seed,
        explain: session.explain ? 3 : 0,
        key: "chat",
        signal,
        ...(session.temperature === undefined ? {} : { temperature: session.temperature }),
        ...(session.topP === undefined ? {} : { topP: session.topP }),
        ...(session.top === undefined ? {} : { top: session.top }),
      })) {
        steps.push(step);
        if (!step.ends) add(stream.push(engine.bytes(step.token)));
        // An engine that answers at once would leave no time for Ctrl-C.
        await breath();
      }
    } catch (error) {
      if (!signal.aborted) throw error;
      stopped = true;
    }
    add(stream.end());
    session.conversation = [...session.conversation, { role: "assistant", content: text }];
    session.turn++;
    const turn = {
      question,
      answer: text,
      seed,
      steps,
      speakers,
      forgotten,
      stopped,
      ...(posterior ? { posterior } : {}),
    };
    session.turns.push(turn);
    return turn;
  } catch (error) {
    session.conversation = before;
    throw error;
  }
}

/** The speakers with as much of the conversation as the model can hold beside an answer; the oldest messages go first. */
function fitting(session: Session, posterior: Posterior | undefined) {
  const { align, engine } = session;
  const most = Math.min(session.most, Math.max(1, Math.floor(engine.most / 2)));
  for (let forgotten = 0; ; ) {
    const speakers = speakersOf(session, session.conversation.slice(forgotten), posterior);
    const used = new Set(["ref", ...align.namesOf(align.productOf(speakers.decoded)).laws]);
    const messages = Object.fromEntries(Object.entries(speakers.messages).filter(([name]) => used.has(name)));
    const prompts = align.promptsOf(engine, messages);
    const longest = Math.max(...Object.values(prompts).map(({ tokens }) => tokens.length));
    if (longest + most <= engine.most) return { speakers, prompts, forgotten, most };
    forgotten += 2;
    if (forgotten < session.conversation.length) continue;
    const given = `${longest} tokens, and ${most} for the answer`;
    const next = `the model takes ${engine.most}: write less, or ask for fewer (--most)`;
    throw usage("disco chat", "the message is longer than the model can hold", given, next);
  }
}
