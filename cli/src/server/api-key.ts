import { createHash, timingSafeEqual } from "node:crypto";
import { ApiError } from "./api-error.js";

/**
 * Checks `Authorization: Bearer KEY`. Hashes are compared, in constant time: neither the key's length nor how much of it was guessed can be told from
 * how long the answer takes. @throws ApiError 401
 */
export function keyCheck(key: string): (authorization: string | undefined) => void {
  const expected = digest(key);
  return (authorization) => {
    const given = /^Bearer +(\S+) *$/i.exec(authorization ?? "")?.[1];
    // The comparison is made even when nothing was given.
    if (timingSafeEqual(digest(given ?? ""), expected) && given !== undefined) return;
    const message =
      given === undefined ? "no API key; send it as Authorization: Bearer KEY" : "the API key is not the right one";
    throw new ApiError(401, message, { code: "invalid_api_key", headers: { "www-authenticate": "Bearer" } });
  };
}

function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
