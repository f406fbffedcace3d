import type { Engine, NextLogits, Prefix, Wanted } from "discoscm/align";

/** One caller's wish, while it waits. */
interface Call {
  readonly prefixes: readonly Prefix[];
  readonly wanted: Wanted;
  readonly resolve: (laws: readonly NextLogits[]) => void;
  readonly reject: (reason: unknown) => void;
  /** Its caller has gone. */
  gone: boolean;
}

/** What batches were made, for measurements. */
export interface BatchTold {
  readonly calls: number;
  readonly prefixes: number;
}

/**
 * The engine for many callers at once: what they ask for at the same time goes to it as one batch, and it is never asked for two things at a time. A
 * caller that aborts is let go at once. When a batch fails each of its callers is served alone, so that nobody suffers for another's fault.
 * Keys must tell callers apart. Cost: a turn of the event loop a batch.
 */
export function batched(engine: Engine, tell: (batch: BatchTold) => void = () => {}): Engine {
  let waiting: Call[] = [];
  let planned = false;
  let running: { readonly calls: readonly Call[]; readonly stop: AbortController } | undefined;
  let last: Promise<unknown> = Promise.resolve();

  const afterwards = <T>(work: () => Promise<T>): Promise<T> => {
    const done = last.then(work);
    last = done.catch(() => {});
    return done;
  };
  const plan = () => {
    if (planned) return;
    planned = true;
    void afterwards(runBatch);
  };

  async function runBatch(): Promise<void> {
    // Callers of the batch before this one choose their tokens now, and are back before the turn is over.
    await new Promise((resolve) => setImmediate(resolve));
    planned = false;
    const [first] = waiting;
    if (first === undefined) return;
    const calls = waiting.filter(({ wanted }) => sameWish(wanted, first.wanted));
    waiting = waiting.filter((call) => !calls.includes(call));
    if (waiting.length > 0) plan();
    await serve(calls);
  }

  async function serve(calls: readonly Call[]): Promise<void> {
    const prefixes = calls.flatMap((call) => call.prefixes);
    const stop = new AbortController();
    running = { calls, stop };
    tell({ calls: calls.length, prefixes: prefixes.length });
    try {
      const laws = await engine.next(prefixes, calls[0].wanted, stop.signal);
      let from = 0;
      for (const { prefixes: own, resolve } of calls) {
        resolve(laws.slice(from, from + own.length));
        from += own.length;
      }
    } catch (error) {
      if (calls.length === 1) return calls[0].reject(error);
      for (const call of calls) if (!call.gone) await serve([call]);
    } finally {
      running = undefined;
    }
  }

  return {
    ...engine,
    tokenize: (text) => engine.tokenize(text),
    bytes: (token) => engine.bytes(token),
    chat: (messages) => engine.chat(messages),
    next: (prefixes, wanted, signal) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted) return reject(signal.reason);
        const leave = () => {
          call.gone = true;
          waiting = waiting.filter((one) => one !== call);
          // Only when nobody waits for the batch any more is it stopped.
          if (running?.calls.every(({ gone }) => gone)) running.stop.abort(signal?.reason);
          reject(signal?.reason);
        };
        const settled = () => signal?.removeEventListener("abort", leave);
        const call: Call = {
          prefixes,
          wanted,
          gone: false,
          resolve: (laws) => {
            settled();
            resolve(laws);
          },
          reject: (reason) => {
            settled();
            reject(reason);
          },
        };
        signal?.addEventListener("abort", leave, { once: true });
        waiting.push(call);
        plan();
      }),
    forget: (keys) => afterwards(() => engine.forget(keys)),
    close: () => afterwards(() => engine.close()),
  };
}

function sameWish(one: Wanted, other: Wanted): boolean {
  const list = ({ also = [] }: Wanted) => also.join();
  return one.top === other.top && list(one) === list(other);
}
