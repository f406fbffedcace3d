/** How much the server takes upon itself. */
export interface Limits {
  /** Bytes of a request's body. */
  readonly body: number;
  readonly messages: number;
  /** Tokens of an answer. */
  readonly tokens: number;
  /** Answers to one question. */
  readonly choices: number;
  /** Prefixes that are continued at once, those of all factors of all answers under way. */
  readonly sequences: number;
  /** Requests that wait until others are done. */
  readonly waiting: number;
  /** Seconds that a request may take, waiting included. */
  readonly seconds: number;
  /** Seconds that answers under way are given when the server is told to stop. */
  readonly grace: number;
}

export const DEFAULT_LIMITS: Limits = {
  body: 1_000_000,
  messages: 1000,
  tokens: 4096,
  choices: 16,
  sequences: 64,
  waiting: 128,
  seconds: 300,
  grace: 10,
};

/**
 * Letters that a prompt may have for each token that the model takes. Ordinary text has about 4; cutting a text into tokens takes a while, and one that
 * is as long as this should not even be tried.
 */
export const LETTERS_A_TOKEN = 16;
