import { toApiError } from "./api-error.js";
import type { OpenRequest } from "./requests.js";

/**
 * Server-sent events, one `data:` line each, and `[DONE]` behind the last. The next event is only made once the client has taken the one before. An error
 * is told as an event: the status has long been sent. `ended` is called once, however it ends, after everything under way has been let go; the request is
 * abandoned when its client goes.
 */
export function eventStream(
  events: AsyncGenerator<object, void>,
  { signal, abandon }: Pick<OpenRequest, "signal" | "abandon">,
  ended: (error?: unknown) => void,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  const data = (text: string) => encoder.encode(`data: ${text}\n\n`);
  let over = false;
  const end = async (error?: unknown) => {
    if (over) return;
    over = true;
    signal.removeEventListener("abort", aborted);
    await events.return().catch(() => {});
    ended(error);
  };
  let controller: ReadableStreamDefaultController<Uint8Array>;
  let pulling = false;
  const fail = (error: unknown) => {
    controller.enqueue(data(JSON.stringify(toApiError(error).body)));
    controller.close();
    return end(error);
  };
  // While an event is being made the abort ends its making, and it is told there. Nobody would tell a client that does not read.
  const aborted = () => {
    if (!pulling && !over) void fail(signal.reason);
  };
  return new ReadableStream<Uint8Array>(
    {
      start(self) {
        controller = self;
        if (signal.aborted) aborted();
        else signal.addEventListener("abort", aborted, { once: true });
      },
      async pull() {
        pulling = true;
        try {
          const { done, value } = await events.next();
          if (over) return;
          if (!done) return controller.enqueue(data(JSON.stringify(value)));
          controller.enqueue(data("[DONE]"));
          controller.close();
          await end();
        } catch (error) {
          if (!over) await fail(error);
        } finally {
          pulling = false;
        }
      },
      cancel() {
        abandon();
        return end(signal.reason);
      },
    },
    { highWaterMark: 0 },
  );
}
