import { createHash } from "node:crypto";
import type { AddressInfo } from "node:net";
import { createAdaptorServer, type ServerType } from "@hono/node-server";
import type { Engine } from "discoscm/align";
import { DiscoError } from "discoscm/error";
import { stopping } from "./api-error.js";
import { type AppOptions, buildApp } from "./app.js";
import { type BatchTold, batched } from "./batched.js";
import { gate } from "./gate.js";
import { DEFAULT_LIMITS, type Limits } from "./limits.js";
import { noProfiles, type Profiles } from "./profiles.js";
import { startRequests } from "./requests.js";
import type { Align, Service } from "./service.js";

export interface ServerOptions extends Omit<AppOptions, "hosts"> {
  /** Closed when the server stops. */
  readonly engine: Engine;
  /** What clients call the model. */
  readonly model: string;
  readonly align: Align;
  readonly profiles?: Profiles;
  /** As in `Service`. */
  readonly top?: number;
  readonly limits?: Partial<Limits>;
  /** Default 127.0.0.1: this machine alone. */
  readonly host?: string;
  /** 0: any that is free. */
  readonly port: number;
  readonly bug?: (error: unknown) => void;
  readonly batch?: (batch: BatchTold) => void;
}

export interface RunningServer {
  readonly url: string;
  /**
   * Takes no more requests, gives those under way the time of grace, ends what is left then, and closes the engine. Waiting requests are sent away.
   */
  stop(): Promise<void>;
}

/** How long the last words of answers that were cut short may take. */
const FAREWELL_MS = 1000;

/** An endpoint like OpenAI's over an engine (docs/serve.md). @throws DiscoError when it cannot listen there */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { model, align, profiles = noProfiles, host = "127.0.0.1", port, bug = () => {} } = options;
  const engine = batched(options.engine, options.batch);
  const given = { ...DEFAULT_LIMITS, ...options.limits };
  const limits = { ...given, sequences: Math.min(given.sequences, engine.sequences ?? Infinity) };
  const service: Service = {
    engine,
    align,
    model,
    profiles,
    limits,
    ...(options.top === undefined ? {} : { top: options.top }),
    created: Math.floor(Date.now() / 1000),
    fingerprint: `fp_${createHash("sha256").update(`${engine.name} ${engine.vocabulary.id}`).digest("hex").slice(0, 10)}`,
    gate: gate(limits.sequences, limits.waiting),
    requests: startRequests(limits.seconds),
    bug,
  };
  const local = isLocal(host);
  const hosts = local ? { hosts: [...new Set(["localhost", "127.0.0.1", "[::1]", inUrl(host)])] } : {};
  const app = buildApp(service, { ...options, ...hosts });
  const server = createAdaptorServer({
    fetch: app.fetch,
    overrideGlobalObjects: false,
    serverOptions: { requestTimeout: 60_000, headersTimeout: 20_000 },
  });
  server.maxConnections = 2048;
  // Somebody who asks for a stream and never reads it.
  if ("timeout" in server) server.timeout = (limits.seconds + 60) * 1000;
  await listening(server, host, port);
  const { port: taken } = server.address() as AddressInfo;
  let stopped: Promise<void> | undefined;
  return {
    url: `http://${inUrl(host)}:${taken}`,
    stop: () => {
      stopped ??= stop(server, service);
      return stopped;
    },
  };
}

async function stop(server: ServerType, { requests, gate, engine, limits }: Service): Promise<void> {
  const done = requests.stop();
  gate.close(stopping());
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  await within(done, limits.grace * 1000);
  requests.abort();
  await within(done, FAREWELL_MS);
  // Connections are kept for a next request, which must not come: each is closed once its last words are out.
  const sweep = setInterval(() => "closeIdleConnections" in server && server.closeIdleConnections(), 10);
  await within(closed, FAREWELL_MS);
  clearInterval(sweep);
  if ("closeAllConnections" in server) server.closeAllConnections();
  await closed;
  await engine.close();
}

function within(promise: Promise<void>, ms: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    void promise.then(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}

function listening(server: ServerType, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => reject(cannotListen(error, host, port)));
    server.listen(port, host, resolve);
  });
}

function cannotListen(error: NodeJS.ErrnoException, host: string, port: number): unknown {
  const reasons: Record<string, readonly [wrong: string, next: string]> = {
    EADDRINUSE: ["something listens there already", "choose another --port, or 0 for any that is free"],
    EACCES: ["no permission to listen there", "choose a --port above 1023"],
    EADDRNOTAVAIL: ["this machine has no such address", "leave --host out to listen on this machine alone"],
    ENOTFOUND: ["there is no such host", "leave --host out to listen on this machine alone"],
  };
  const reason = reasons[error.code ?? ""];
  if (reason === undefined) return error;
  return new DiscoError({ who: "disco serve", wrong: reason[0], given: `${inUrl(host)}:${port}`, next: reason[1] });
}

/** Only this machine reaches it. */
export function isLocal(host: string): boolean {
  return /^(localhost|127(\.\d{1,3}){3}|::1)$/i.test(host);
}

function inUrl(host: string): string {
  return host.includes(":") ? `[${host.toLowerCase()}]` : host.toLowerCase();
}
