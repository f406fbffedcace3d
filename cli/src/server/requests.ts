import { clientClosed, stopping, tookTooLong } from "./api-error.js";

/** A request under way. */
export interface OpenRequest {
  /** Aborted when its client goes, its time is over or the server stops; the reason is what the client is told. */
  readonly signal: AbortSignal;
  /** Its client has gone. */
  readonly abandon: () => void;
  readonly done: () => void;
}

/** All requests under way. */
export interface Requests {
  /** @throws ApiError 503 when the server is stopping */
  open(client: AbortSignal): OpenRequest;
  /** Takes no more of them; settles when the last is done. */
  stop(): Promise<void>;
  /** Ends those that are left. */
  abort(): void;
  readonly stopping: () => boolean;
  readonly count: () => number;
}

/**
 * Every request has a controller of its own, which is told what may end it: signals that live as long as the server would gather listeners of all
 * requests that ever were.
 */
export function startRequests(seconds: number): Requests {
  const open = new Set<AbortController>();
  let stop = false;
  let allDone = () => {};
  return {
    open(client) {
      if (stop) throw stopping();
      const controller = new AbortController();
      const abandon = () => controller.abort(clientClosed());
      if (client.aborted) abandon();
      client.addEventListener("abort", abandon, { once: true });
      const timer = setTimeout(() => controller.abort(tookTooLong(seconds)), seconds * 1000);
      open.add(controller);
      return {
        signal: controller.signal,
        abandon,
        done: () => {
          clearTimeout(timer);
          client.removeEventListener("abort", abandon);
          if (open.delete(controller) && open.size === 0) allDone();
        },
      };
    },
    stop() {
      stop = true;
      return new Promise((resolve) => {
        allDone = resolve;
        if (open.size === 0) resolve();
      });
    },
    abort() {
      for (const controller of open) controller.abort(stopping());
    },
    stopping: () => stop,
    count: () => open.size,
  };
}
