import type { HttpBindings } from "@hono/node-server";
import { type Context, Hono } from "hono";
import { cors } from "hono/cors";
import { ApiError, isExplained, toApiError } from "./api-error.js";
import { keyCheck } from "./api-key.js";
import { chat } from "./chat.js";
import { completions } from "./completions.js";
import { checkModel } from "./prepare.js";
import type { Service } from "./service.js";

/** One line of the log; of a request's contents, and of who sent it, there is nothing. */
export interface LogLine {
  readonly method: string;
  readonly path: string;
  /** 499: the client closed the connection before it had the answer. */
  readonly status: number;
  readonly ms: number;
}

export interface AppOptions {
  /** What clients must send; absent: nothing. */
  readonly key?: string;
  /** The one origin whose pages may ask. */
  readonly cors?: string;
  /** Names that the server may be called by; absent: any. */
  readonly hosts?: readonly string[];
  readonly log?: (line: LogLine) => void;
}

type App = Hono<{ Bindings: HttpBindings }>;

/** The routes, and what stands before them. */
export function buildApp(service: Service, { key, cors: origin, hosts, log }: AppOptions): App {
  const app: App = new Hono();
  if (log) app.use((c, next) => logged(c, next, log));
  if (hosts) {
    app.use((c, next) => {
      checkHost(c.req.header("host"), hosts);
      return next();
    });
  }
  if (origin !== undefined) app.use(cors({ origin, allowMethods: ["GET", "POST"], maxAge: 600 }));
  if (key !== undefined) {
    const check = keyCheck(key);
    app.use("/v1/*", (c, next) => {
      check(c.req.header("authorization"));
      return next();
    });
  }

  app.get("/health", () => health(service));
  app.get("/v1/models", () => Response.json({ object: "list", data: [modelRecord(service)] }));
  app.get("/v1/models/:model{.+}", (c) => {
    checkModel(service, c.req.param("model"));
    return Response.json(modelRecord(service));
  });
  app.post("/v1/chat/completions", (c) => chat(service, c.req.raw));
  app.post("/v1/completions", (c) => completions(service, c.req.raw));
  const others = { "/health": "GET", "/v1/models": "GET", "/v1/chat/completions": "POST", "/v1/completions": "POST" };
  for (const [path, allow] of Object.entries(others)) {
    app.all(path, ({ req }) => {
      throw new ApiError(405, `${path} takes ${allow}, not ${req.method}`, { headers: { allow } });
    });
  }
  app.notFound(({ req }) =>
    errorResponse(new ApiError(404, `there is no such page: ${req.method} ${req.path.slice(0, 100)}`)),
  );
  app.onError((error) => {
    if (!isExplained(error)) service.bug(error);
    return errorResponse(toApiError(error));
  });
  return app;
}

function errorResponse({ status, body, headers }: ApiError): Response {
  return Response.json(body, { status, headers });
}

function health({ model, gate, requests }: Service): Response {
  const stops = requests.stopping();
  const status = stops ? "stopping" : "ok";
  const record = { status, model, running: requests.count() - gate.waiting(), waiting: gate.waiting() };
  return Response.json(record, { status: stops ? 503 : 200 });
}

function modelRecord({ model, created }: Service): object {
  return { id: model, object: "model", created, owned_by: "disco" };
}

/**
 * A page of another site can have its own name resolved to this machine and then counts as of the same origin; the name is what gives it away.
 * @throws ApiError 421
 */
function checkHost(host: string | undefined, hosts: readonly string[]): void {
  const name = (host ?? "").toLowerCase().replace(/:\d+$/, "");
  if (hosts.includes(name)) return;
  throw new ApiError(421, `the server is not called that; it listens on this machine alone, as ${hosts.join(", ")}`);
}

async function logged(
  { env, req }: Context<{ Bindings: HttpBindings }>,
  next: () => Promise<void>,
  log: (line: LogLine) => void,
): Promise<void> {
  const start = performance.now();
  const { method, path } = req;
  env.outgoing.once("close", () => {
    const { writableFinished, statusCode } = env.outgoing;
    log({ method, path, status: writableFinished ? statusCode : 499, ms: performance.now() - start });
  });
  await next();
}
