import { ApiError, badRequest } from "./api-error.js";

/**
 * The JSON of a request's body. @throws ApiError 415 for what does not say that it is JSON (which also keeps pages of other sites from posting
 * without being asked), 413 for too much, 400 for what is no UTF-8 or no JSON
 */
export async function readJson(request: Request, most: number): Promise<unknown> {
  const type = request.headers.get("content-type") ?? "";
  if (!/^application\/json *(;|$)/i.test(type)) {
    throw new ApiError(415, "the body should be JSON: send the header Content-Type: application/json");
  }
  const bytes = await readBytes(request, most);
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw badRequest("the body is not UTF-8 throughout; send JSON in UTF-8", undefined, "invalid_utf8");
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    // The parser's message quotes a few letters of the body, and it is the client itself who reads them.
    throw badRequest(`the body is not JSON: ${(error as Error).message}`, undefined, "invalid_json");
  }
}

async function readBytes(request: Request, most: number): Promise<Uint8Array> {
  const tooLarge = () =>
    new ApiError(413, `the body is larger than ${most.toLocaleString("en-US")} bytes, the most that the server reads`, {
      code: "body_too_large",
      headers: { connection: "close" },
    });
  if (Number(request.headers.get("content-length") ?? 0) > most) throw tooLarge();
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = request.body?.getReader();
  for (;;) {
    const { done, value } = (await reader?.read()) ?? { done: true, value: undefined };
    if (done || value === undefined) return Buffer.concat(chunks);
    size += value.length;
    if (size > most) throw tooLarge();
    chunks.push(value);
  }
}
