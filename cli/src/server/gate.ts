import { ApiError, queueFull } from "./api-error.js";

/** A bounded queue before something of which there is so much. */
export interface Gate {
  /**
   * Takes `size` as soon as it is free, in the order of asking; the result gives it back. @throws ApiError 429 when too many wait, 422 for more than
   * there is; the signal's reason when it is aborted
   */
  enter(size: number, signal: AbortSignal): Promise<() => void>;
  /** Sends all away who wait. */
  close(reason: Error): void;
  readonly used: () => number;
  readonly waiting: () => number;
}

interface Waiter {
  readonly size: number;
  readonly admit: () => void;
  readonly refuse: (reason: unknown) => void;
}

export function gate(capacity: number, mostWaiting: number): Gate {
  let used = 0;
  let queue: Waiter[] = [];

  const admitted = (size: number) => {
    used += size;
    let returned = false;
    return () => {
      if (returned) return;
      returned = true;
      used -= size;
      next();
    };
  };
  // Strictly in order: small ones would overtake a large one for ever.
  const next = () => {
    while (queue.length > 0 && used + queue[0].size <= capacity) queue.shift()!.admit();
  };

  return {
    async enter(size, signal) {
      signal.throwIfAborted();
      if (size > capacity) {
        const message = `the answer needs ${size} sequences at once (one a factor), and the server has ${capacity}`;
        throw new ApiError(422, message, { code: "too_many_factors" });
      }
      if (queue.length === 0 && used + size <= capacity) return admitted(size);
      if (queue.length >= mostWaiting) throw queueFull(queue.length);
      return new Promise((resolve, reject) => {
        const leave = () => {
          queue = queue.filter((one) => one !== waiter);
          reject(signal.reason);
          next();
        };
        const settled = () => signal.removeEventListener("abort", leave);
        const waiter: Waiter = {
          size,
          admit: () => {
            settled();
            resolve(admitted(size));
          },
          refuse: (reason) => {
            settled();
            reject(reason);
          },
        };
        signal.addEventListener("abort", leave, { once: true });
        queue.push(waiter);
      });
    },
    close(reason) {
      const all = queue;
      queue = [];
      for (const { refuse } of all) refuse(reason);
    },
    used: () => used,
    waiting: () => queue.length,
  };
}
