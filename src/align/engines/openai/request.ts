import { DiscoError } from "../../../error.js";
import { visible } from "../../../num/complaint.js";

/** Where a server is, and how patient we are with it. */
export interface ServerOptions {
  /** As `https://api.openai.com/v1`: what `/chat/completions` is put behind. Without encryption only on this machine. */
  readonly baseUrl: string;
  /** Sent as a bearer token, and told nowhere else. */
  readonly key?: string;
  /** For one request, in milliseconds; default 60,000. */
  readonly timeout?: number;
  /** How often a request is sent again that failed of the server's or the network's fault; default 3. */
  readonly retries?: number;
  /** Milliseconds before the first time, then twice as long each time, unless the server says when; default 500. */
  readonly backoff?: number;
  /** Requests under way at once; default 4. */
  readonly concurrent?: number;
  /** Default: the global one. */
  readonly fetch?: typeof globalThis.fetch;
}

/** An answer, or why the server does not give one to such a request. */
export type Reply = { readonly value: unknown } | { readonly status: number; readonly error: DiscoError };

/**
 * Sends a request; settles when there is an answer, or a refusal that would come again: 4xx, and the statuses in `refusals` for requests that a server may
 * not know and fail of. @throws DiscoError, or the signal's reason
 */
export type Ask = (path: string, body: object, signal?: AbortSignal, refusals?: readonly number[]) => Promise<Reply>;

/** Longer than this nobody waits for a server that asks to be left alone. */
const LONGEST_PAUSE = 60_000;
const MOST_BYTES = 64_000_000;

type Outcome = Reply | { readonly again: DiscoError; readonly after?: number; readonly status?: number };

/** Requests to one server. @throws DiscoError for an address that is none, or to which a key would go unencrypted */
export function requester(options: ServerOptions): Ask {
  const { key, retries = 3, backoff = 500, concurrent = 4 } = options;
  const base = checkedBase(options.baseUrl);
  checkNumbers(options);
  const hidden = (text: string) => (key ? text.replaceAll(key, "***") : text);
  const slot = slots(concurrent);
  return async (path, body, signal, refusals = []) => {
    const free = await slot(signal);
    try {
      for (let attempt = 0; ; attempt++) {
        signal?.throwIfAborted();
        const outcome = await once(`${base}${path}`, body, options, hidden, signal);
        if (!("again" in outcome)) return outcome;
        const { again, after, status } = outcome;
        if (status !== undefined && refusals.includes(status)) return { status, error: again };
        if (attempt >= retries || (after ?? 0) > LONGEST_PAUSE) throw again;
        await pause(after ?? backoff * 2 ** attempt, signal);
      }
    } finally {
      free();
    }
  };
}

/** The answer itself. @throws DiscoError where the server gave none */
export function answerOf(reply: Reply): unknown {
  if ("error" in reply) throw reply.error;
  return reply.value;
}

async function once(
  url: string,
  body: object,
  { key, timeout = 60_000, fetch = globalThis.fetch }: ServerOptions,
  hidden: (text: string) => string,
  signal: AbortSignal | undefined,
): Promise<Outcome> {
  const late = AbortSignal.timeout(timeout);
  const complain = (wrong: string, next: string, given?: string) =>
    new DiscoError({ who: new URL(url).host, wrong, next, ...(given ? { given: hidden(visible(given)) } : {}) });
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json", ...(key ? { authorization: `Bearer ${key}` } : {}) },
      body: JSON.stringify(body),
      signal: signal ? AbortSignal.any([signal, late]) : late,
      // A prompt goes to the server that was named, and to no other.
      redirect: "error",
    });
    const text = await readText(response);
    if (text === undefined) {
      const error = complain("the answer is longer than 64 MB", "this is no answer of a language model");
      return { status: response.status, error };
    }
    if (response.ok) return parsed(text, response.status, complain);
    return failed(response, text, complain);
  } catch (error) {
    signal?.throwIfAborted();
    if (late.aborted) return { again: complain(`no answer within ${timeout} ms`, "allow more: `timeout`") };
    // Of what fetch throws the cause is what helps: no such host, connection refused.
    const { message, cause } = error as Error;
    const why = (cause as Error | undefined)?.message || message;
    return { again: complain("the server cannot be reached", "check the address, and that it runs", why) };
  }
}

type Complain = (wrong: string, next: string, given?: string) => DiscoError;

function parsed(text: string, status: number, complain: Complain): Reply {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    const next = "check the address: as a rule it ends with /v1";
    return { status, error: complain("the answer is not JSON", next, text.slice(0, 60)) };
  }
}

function failed(response: Response, text: string, complain: Complain): Outcome {
  const { status, headers } = response;
  const { message, code } = complaintOf(text);
  const given = `${status}: ${message}`;
  if (status === 401 || status === 403)
    return { status, error: complain("the key is not accepted", "give another `key`", given) };
  const spent = code === "insufficient_quota";
  if (status >= 500 || status === 408 || (status === 429 && !spent)) {
    const after = pauseAsked(headers.get("retry-after"));
    const wrong = status === 429 ? "the server takes no more requests for now" : "the server failed";
    return { status, again: complain(wrong, "try later", given), ...(after === undefined ? {} : { after }) };
  }
  const next = status === 404 ? "check the address (it ends with /v1 as a rule) and the model's name" : "change it";
  return { status, error: complain("the server does not take the request", next, given) };
}

/** What a server says is wrong: OpenAI's form, or the beginning of whatever it sent. */
function complaintOf(text: string): { readonly message: string; readonly code?: unknown } {
  try {
    const { error } = JSON.parse(text) as { error?: { message?: unknown; code?: unknown } | string };
    if (typeof error === "string") return { message: error.slice(0, 300) };
    if (typeof error?.message === "string") return { message: error.message.slice(0, 300), code: error.code };
  } catch {
    // Not JSON: shown as it is.
  }
  return { message: text.slice(0, 200) };
}

/** `Retry-After`: seconds, or a date. Milliseconds. */
function pauseAsked(header: string | null): number | undefined {
  if (header === null) return undefined;
  const ms = /^\d+(\.\d+)?$/.test(header.trim()) ? Number(header) * 1000 : Date.parse(header) - Date.now();
  return Number.isFinite(ms) ? Math.max(0, ms) : undefined;
}

async function readText(response: Response): Promise<string | undefined> {
  if (response.body === null) return "";
  const decoder = new TextDecoder();
  const reader = response.body.getReader();
  let [text, size] = ["", 0];
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    size += value.length;
    if (size > MOST_BYTES) {
      await reader.cancel();
      return undefined;
    }
    text += decoder.decode(value, { stream: true });
  }
}

function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      reject(signal!.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", stop);
      resolve();
    }, ms);
    if (signal?.aborted) stop();
    signal?.addEventListener("abort", stop, { once: true });
  });
}

/** Places for so many; who comes later waits for one, in order. */
function slots(count: number): (signal?: AbortSignal) => Promise<() => void> {
  const waiting: (() => void)[] = [];
  let free = count;
  const leave = () => {
    const next = waiting.shift();
    if (next) next();
    else free++;
  };
  return async (signal) => {
    if (free > 0) free--;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    if (signal?.aborted) {
      leave();
      throw signal.reason;
    }
    return leave;
  };
}

function checkedBase(given: string): string {
  const complain = (wrong: string, next: string, shown?: string) =>
    new DiscoError({ who: "baseUrl", wrong, next, ...(shown === undefined ? {} : { given: visible(shown) }) });
  if (!URL.canParse(given)) throw complain("it is no address", "give one, as https://api.openai.com/v1", given);
  const { protocol, hostname, username, password, search, hash, origin, pathname } = new URL(given);
  if (username || password) throw complain("it holds a name or a password", "give the key as `key`");
  if (search || hash)
    throw complain("it has a query or a fragment", "leave out what is behind ? or #", `${origin}/...`);
  const isLocal = /^(localhost|.+\.localhost|127(\.\d+){3}|\[::1\])$/.test(hostname);
  if (protocol !== "https:" && !(protocol === "http:" && isLocal)) {
    throw complain(
      "prompts and the key would be sent unencrypted",
      "give an https address",
      `${protocol}//${hostname}`,
    );
  }
  return `${origin}${pathname.replace(/\/+$/, "")}`;
}

function checkNumbers({ timeout = 1, retries = 0, backoff = 0, concurrent = 1 }: ServerOptions): void {
  const check = (who: string, value: number, least: number, most: number) => {
    if (Number.isInteger(value) && value >= least && value <= most) return;
    const next = who === "retries" || who === "concurrent" ? "3 is usual" : "it is in milliseconds";
    throw new DiscoError({
      who,
      wrong: `it should be a whole number from ${least} to ${most}`,
      given: String(value),
      next,
    });
  };
  check("timeout", timeout, 1, 3_600_000);
  check("retries", retries, 0, 20);
  check("backoff", backoff, 0, LONGEST_PAUSE);
  check("concurrent", concurrent, 1, 256);
}
