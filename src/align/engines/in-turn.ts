/** Runs one piece of work after the other: what a context holds is changed by one at a time. */
export type Turns = <T>(work: () => Promise<T>, signal?: AbortSignal) => Promise<T>;

/** A caller that aborts is let go at once; work that has begun ends by itself before the next begins, and work that has not is left out. */
export function inTurn(): Turns {
  let last: Promise<unknown> = Promise.resolve();
  return (work, signal) => {
    const done = last.then(() => {
      signal?.throwIfAborted();
      return work();
    });
    last = done.catch(() => {});
    return signal === undefined ? done : untilAborted(done, signal);
  };
}

function untilAborted<T>(done: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const leave = () => reject(signal.reason);
    if (signal.aborted) leave();
    signal.addEventListener("abort", leave, { once: true });
    done.then(resolve, reject).finally(() => signal.removeEventListener("abort", leave));
  });
}
