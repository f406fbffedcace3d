import type * as Threads from "node:worker_threads";

/** Workers that do tasks of one kind. */
export interface Crew {
  readonly size: number;
  /** Gives a task to the next worker that is free. What is thrown there is thrown here. */
  readonly run: (task: unknown) => Promise<unknown>;
  readonly close: () => void;
}

/** What a task came to, and the buffers that may leave without a copy. */
interface Done {
  readonly result: unknown;
  readonly transfer?: readonly ArrayBuffer[];
}

/** What a worker's own script gives to `serveCrew`: what each of its tasks comes to, now or later. */
export type Work = (task: unknown) => Done | Promise<Done>;

/** A worker, of Node or of a browser. */
interface Line {
  readonly post: (message: unknown, transfer: readonly ArrayBuffer[]) => void;
  readonly listen: (hear: (message: unknown) => void) => void;
  /** When it breaks, for instance because its script cannot be loaded. */
  readonly onFailure: (hear: (error: unknown) => void) => void;
  readonly end: () => void;
}

/** What workers say. Errors keep their own fields, so that whoever knows the kind can make it again. */
type Report =
  | { readonly ready: true }
  | { readonly done: unknown }
  | { readonly failed: { readonly message: string; readonly fields: object } };

/** An error from a worker. */
export interface WorkerFailure extends Error {
  /** The fields that the error had there. */
  readonly fields: object;
}

/** Where a worker's script is; undefined in a bundle that is one script and has no files beside it. */
export function scriptAt(place: () => URL): URL | undefined {
  try {
    return place();
  } catch {
    return undefined;
  }
}

/**
 * Starts workers in Node or in a browser, each with `setup`. Undefined where there are none, or where the script cannot be loaded (a bundler
 * that left it out): whoever asks must be able to do the work alone.
 * @param script a module that calls `serveCrew`
 * @param setup what they start with, or a promise of it: they are on their way while it is made
 */
export async function openCrew(script: URL, setup: unknown, size: number): Promise<Crew | undefined> {
  const open = opener();
  if (open === undefined || size < 1) return undefined;
  const lines: Line[] = [];
  let failed: { readonly error: unknown } | undefined;
  const close = () => {
    for (const line of lines) line.end();
  };
  try {
    for (let i = 0; i < size; i++) lines.push(open(script));
    const broken = lines.map((line) => new Promise<never>((_, reject) => line.onFailure(reject)));
    for (const one of broken) one.catch(() => undefined);
    let made: unknown;
    try {
      made = await setup;
    } catch (error) {
      failed = { error };
      throw error;
    }
    await Promise.race([Promise.all(lines.map((line) => started(line, made))), ...broken]);
  } catch (error) {
    close();
    // A setup that a worker refuses is a mistake of ours, and no reason to be quiet.
    if (isFailure(error) || failed !== undefined) throw error;
    return undefined;
  }
  return { size, run: dispatcher(lines), close };
}

function started(line: Line, setup: unknown): Promise<void> {
  return new Promise((resolve, reject) => {
    line.onFailure(reject);
    line.listen((message) => {
      const report = message as Report;
      if ("failed" in report) reject(failureOf(report.failed));
      else if ("ready" in report) resolve();
    });
    line.post({ setup }, []);
  });
}

/** Tasks wait for the first free worker, in the order in which they came. */
function dispatcher(lines: readonly Line[]): Crew["run"] {
  interface Waiting {
    readonly task: unknown;
    readonly resolve: (result: unknown) => void;
    readonly reject: (error: unknown) => void;
  }
  const waiting: Waiting[] = [];
  const free: Line[] = [...lines];
  const busy = new Map<Line, Waiting>();
  let broken: unknown;
  const next = () => {
    while (free.length > 0 && waiting.length > 0) {
      const line = free.shift()!;
      const one = waiting.shift()!;
      busy.set(line, one);
      line.post({ task: one.task }, []);
    }
  };
  for (const line of lines) {
    // One that died takes its task with it, and the whole cannot be had any more.
    line.onFailure((error) => {
      broken ??= error;
      busy.get(line)?.reject(error);
      for (const one of waiting.splice(0)) one.reject(error);
    });
    line.listen((message) => {
      const report = message as Report;
      const one = busy.get(line);
      if (one === undefined || "ready" in report) return;
      busy.delete(line);
      free.push(line);
      if ("failed" in report) one.reject(failureOf(report.failed));
      else one.resolve(report.done);
      next();
    });
  }
  return (task) =>
    new Promise((resolve, reject) => {
      if (broken !== undefined) reject(broken);
      else {
        waiting.push({ task, resolve, reject });
        next();
      }
    });
}

/** To be called by a worker's script: makes `Work` of the setup, and does the tasks that come. */
export function serveCrew(prepare: (setup: unknown) => Work): void {
  const line = homeLine();
  if (line === undefined) return;
  let work: Work | undefined;
  const answer = async (message: unknown) => {
    try {
      if (work === undefined) {
        work = prepare((message as { setup: unknown }).setup);
        line.post({ ready: true } satisfies Report, []);
      } else {
        const { result, transfer = [] } = await work((message as { task: unknown }).task);
        line.post({ done: result } satisfies Report, transfer);
      }
    } catch (error) {
      const fields = error instanceof Error ? { ...error, name: error.name } : {};
      const text = error instanceof Error ? error.message : String(error);
      line.post({ failed: { message: text, fields } } satisfies Report, []);
    }
  };
  // A task comes only when the one before it is done, so that answers are never mixed up.
  line.listen((message) => void answer(message));
}

function failureOf({ message, fields }: { readonly message: string; readonly fields: object }): WorkerFailure {
  return Object.assign(new Error(message), { fields });
}

function isFailure(error: unknown): error is WorkerFailure {
  return error instanceof Error && "fields" in error;
}

/** Node's module, without an import that a bundler for browsers would stumble over. */
function nodeThreads(): typeof Threads | undefined {
  const { process } = globalThis as { process?: { getBuiltinModule?: (id: string) => unknown } };
  return process?.getBuiltinModule?.("node:worker_threads") as typeof Threads | undefined;
}

function opener(): ((script: URL) => Line) | undefined {
  const threads = nodeThreads();
  if (threads !== undefined) {
    return (script) => {
      const worker = new threads.Worker(script);
      return {
        post: (message, transfer) => worker.postMessage(message, [...transfer]),
        listen: (hear) => {
          worker.removeAllListeners("message");
          worker.on("message", hear);
        },
        onFailure: (hear) => {
          worker.on("error", hear);
          worker.on("exit", (code) => hear(new Error(`a worker ended with code ${code}`)));
        },
        end: () => {
          void worker.terminate();
        },
      };
    };
  }
  if (typeof Worker === "undefined") return undefined;
  return (script) => {
    const worker = new Worker(script, { type: "module" });
    return {
      post: (message, transfer) => worker.postMessage(message, [...transfer]),
      listen: (hear) => {
        worker.onmessage = ({ data }) => hear(data);
      },
      onFailure: (hear) => {
        worker.addEventListener("error", (event) => hear(new Error(event.message)));
      },
      end: () => worker.terminate(),
    };
  };
}

/** A worker's own line to whoever started it. */
function homeLine(): Pick<Line, "post" | "listen"> | undefined {
  const port = nodeThreads()?.parentPort;
  if (port) {
    return {
      post: (message, transfer) => port.postMessage(message, [...transfer]),
      listen: (hear) => {
        port.on("message", hear);
      },
    };
  }
  const scope = globalThis as unknown as {
    postMessage?: (message: unknown, transfer: ArrayBuffer[]) => void;
    onmessage?: (event: { data: unknown }) => void;
    document?: unknown;
  };
  if (scope.postMessage === undefined || scope.document !== undefined) return undefined;
  return {
    post: (message, transfer) => scope.postMessage!(message, [...transfer]),
    listen: (hear) => {
      scope.onmessage = ({ data }) => hear(data);
    },
  };
}
