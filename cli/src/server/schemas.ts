import * as v from "valibot";

/** Fields may be absent or null alike, as OpenAI's endpoint has it. */
const maybe = <T extends v.GenericSchema>(schema: T) => v.nullish(schema);

/** A value of which one test says all; what is wrong with it is said in our words. */
const fits = <T>(test: (value: unknown) => boolean, wrong: string) =>
  v.pipe(
    v.unknown(),
    v.check(test, wrong),
    v.transform((value) => value as T),
  );

const numberFrom = (low: number, high: number) =>
  fits<number>(
    (value) => typeof value === "number" && value >= low && value <= high,
    `it should be a number from ${low} to ${high}`,
  );
const wholeFrom = (low: number, high: number) =>
  fits<number>(
    (value) => Number.isInteger(value) && (value as number) >= low && (value as number) <= high,
    `it should be a whole number from ${low}${high === Infinity ? " up" : ` to ${high}`}`,
  );
const yesOrNo = fits<boolean>((value) => typeof value === "boolean", "it should be true or false");

const WHOLE_CHARACTERS = "it holds half of a surrogate pair, which is no character";
const wholeCharacters = (value: string) => !/\p{Surrogate}/u.test(value);
const text = v.pipe(
  fits<string>((value) => typeof value === "string", "it should be one text"),
  v.check(wholeCharacters, WHOLE_CHARACTERS),
);

/** A field that would change the answer in a way that this server cannot, unless it says what holds anyway. */
const only = (fine: (value: unknown) => boolean, wrong: string) => maybe(v.pipe(v.unknown(), v.check(fine, wrong)));
const nothing = (value: unknown) =>
  value === "none" || (typeof value === "object" && value !== null && Object.keys(value).length === 0);
const zero = (value: unknown) => value === 0;
const is = (expected: unknown) => (value: unknown) => JSON.stringify(value) === JSON.stringify(expected);

const noPenalties = only(zero, "the server knows no penalties; leave it out");
const noTools = only(nothing, "the server calls no tools; leave it out");
const notForUs = maybe(v.unknown());

/** What both endpoints are asked alike. */
const common = (choices: number) => ({
  model: text,
  max_tokens: maybe(wholeFrom(1, Infinity)),
  temperature: maybe(numberFrom(0, 2)),
  top_p: maybe(numberFrom(0, 1)),
  seed: maybe(fits<number>(Number.isSafeInteger, "it should be a whole number")),
  n: maybe(wholeFrom(1, choices)),
  stop: maybe(
    v.pipe(
      fits<string | string[]>(isStop, "it should be a text, or a list of up to 4, none of them empty"),
      v.transform((value) => (typeof value === "string" ? [value] : value)),
    ),
  ),
  stream: maybe(yesOrNo),
  // Obfuscation hides token lengths from who watches an encrypted line; it may be asked for and left out.
  stream_options: maybe(v.strictObject({ include_usage: maybe(yesOrNo), include_obfuscation: maybe(yesOrNo) })),
  user: maybe(
    v.pipe(
      text,
      v.check(({ length }) => length <= 512, "it should have 512 letters at most"),
    ),
  ),
  frequency_penalty: noPenalties,
  presence_penalty: noPenalties,
  logit_bias: only(nothing, "the server takes no biases; leave it out"),
  // Harmless: they change nothing in an answer.
  metadata: notForUs,
  service_tier: notForUs,
  safety_identifier: notForUs,
  prompt_cache_key: notForUs,
  prompt_cache_retention: notForUs,
});

function isStop(value: unknown): boolean {
  const fine = (one: unknown) => typeof one === "string" && one !== "" && one.length <= 256;
  return Array.isArray(value) ? value.length <= 4 && value.every(fine) : fine(value);
}

const PARTS = 'it should be a text, or a list of parts { "type": "text", "text": "..." }; the model reads nothing else';

const content = v.pipe(
  fits<string | { text: string }[]>(
    (value) => typeof value === "string" || (Array.isArray(value) && value.length > 0 && value.every(isTextPart)),
    PARTS,
  ),
  v.transform((value) => (typeof value === "string" ? value : value.map((part) => part.text).join(""))),
  v.check(wholeCharacters, WHOLE_CHARACTERS),
);

function isTextPart(value: unknown): boolean {
  const part = value as { type?: unknown; text?: unknown } | null;
  return typeof part === "object" && part !== null && part.type === "text" && typeof part.text === "string";
}

const ROLES = ["system", "developer", "user", "assistant"] as const;

const message = v.strictObject({
  role: fits<(typeof ROLES)[number]>(
    (value) => (ROLES as readonly unknown[]).includes(value),
    `it should be one of ${ROLES.join(", ")}`,
  ),
  content,
  // What an answer of ours may be sent back with.
  name: notForUs,
  refusal: only(() => false, "the server knows no refusals; leave it out"),
  annotations: only(nothing, "the server knows no annotations; leave it out"),
  audio: only(() => false, "the server knows no sound; leave it out"),
  function_call: noTools,
  tool_calls: noTools,
});

/** `POST /v1/chat/completions`. */
export const chatRequest = (messages: number, choices: number) =>
  v.strictObject({
    ...common(choices),
    messages: v.pipe(
      fits<unknown[]>(
        (value) => Array.isArray(value) && value.length >= 1 && value.length <= messages,
        `it should be a list of 1 to ${messages} messages`,
      ),
      v.array(message),
    ),
    max_completion_tokens: maybe(wholeFrom(1, Infinity)),
    logprobs: maybe(yesOrNo),
    top_logprobs: maybe(wholeFrom(0, 20)),
    tools: noTools,
    tool_choice: only((value) => value === "none" || value === "auto", "the server calls no tools; leave it out"),
    functions: noTools,
    function_call: noTools,
    parallel_tool_calls: notForUs,
    response_format: only(is({ type: "text" }), "the server answers in text alone; leave it out"),
    modalities: only(is(["text"]), "the server answers in text alone; leave it out"),
    store: only((value) => value === false, "the server stores nothing; leave it out"),
  });

/** `POST /v1/completions`. */
export const completionRequest = (choices: number) =>
  v.strictObject({
    ...common(choices),
    prompt: text,
    logprobs: maybe(wholeFrom(0, 20)),
    echo: only((value) => value === false, "the server does not repeat the prompt; leave it out"),
    best_of: only(is(1), "the server keeps every answer that it makes; ask for n"),
    suffix: only((value) => value === "", "the server writes no middles; leave it out"),
  });

export type CompletionRequest = v.InferOutput<ReturnType<typeof completionRequest>>;
export type CommonRequest = Omit<CompletionRequest, "prompt" | "logprobs" | "echo" | "best_of" | "suffix">;
