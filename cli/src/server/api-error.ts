import { DiscoError } from "discoscm/error";

/** What a client is told of an error, in the shape that clients of OpenAI's endpoint read. */
export interface ErrorBody {
  readonly error: {
    readonly message: string;
    readonly type: string;
    /** The field that is meant: `messages[0].content`. */
    readonly param: string | null;
    readonly code: string | null;
  };
}

interface Details {
  readonly type?: string;
  readonly param?: string;
  readonly code?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** An error that a client is told, with its HTTP status. Whatever else is thrown is a bug, of which it is told nothing but that. */
export class ApiError extends Error {
  readonly status: number;
  readonly body: ErrorBody;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, message: string, { type, param, code, headers = {} }: Details = {}) {
    super(message);
    this.name = "ApiError";
    this.status = status;
    this.headers = headers;
    const kind = type ?? (status < 500 ? "invalid_request_error" : "server_error");
    this.body = { error: { message, type: kind, param: param ?? null, code: code ?? null } };
  }
}

/** A request that says what cannot be. */
export function badRequest(message: string, param?: string, code?: string): ApiError {
  return new ApiError(400, message, {
    ...(param === undefined ? {} : { param }),
    ...(code === undefined ? {} : { code }),
  });
}

/** Nobody is there to read it; the status (nginx's) is for the log. */
export const clientClosed = () => new ApiError(499, "the client closed the connection", { code: "client_closed" });

// Doing the same again would take as long again; official clients heed the header.
const NO_RETRY = { "x-should-retry": "false" };

export const tookTooLong = (seconds: number) =>
  new ApiError(
    504,
    `the answer took longer than ${seconds} s; ask for fewer tokens, or start the server with a larger --timeout`,
    {
      code: "timeout",
      headers: NO_RETRY,
    },
  );

export const stopping = () =>
  new ApiError(503, "the server is stopping; ask again in a moment", {
    code: "stopping",
    headers: { "retry-after": "5", connection: "close" },
  });

export const queueFull = (waiting: number) =>
  new ApiError(429, `${waiting} requests are waiting already, and no more may; ask again in a moment`, {
    type: "rate_limit_error",
    code: "queue_full",
    headers: { "retry-after": "1" },
  });

/** The library's complaint about what a request asks. */
export function ofRequest(error: DiscoError, param: string): ApiError {
  return error.kind === "refused" ? refused(error) : badRequest(error.message, param);
}

const refused = ({ message }: DiscoError) => new ApiError(422, message, { code: "refused", headers: NO_RETRY });

/** Is it something that its message explains, to whomever it concerns? */
export function isExplained(error: unknown): boolean {
  return error instanceof ApiError || error instanceof DiscoError;
}

/** The error as a client is told it: what goes wrong once an answer is being made is no fault of the request; of a bug, no detail. */
export function toApiError(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  if (error instanceof DiscoError) {
    return error.kind === "refused" ? refused(error) : new ApiError(500, error.message, { headers: NO_RETRY });
  }
  return new ApiError(
    500,
    "this is a bug in the server, not in your request; its operator finds more on its terminal",
    {
      code: "internal_error",
      headers: NO_RETRY,
    },
  );
}
