import * as v from "valibot";
import { type ApiError, badRequest } from "./api-error.js";

/** The request as its schema has it. @throws ApiError 400 that names the field and says what is wrong with it */
export function checkRequest<T extends v.GenericSchema>(schema: T, given: unknown): v.InferOutput<T> {
  // To the schemas a list is an object too.
  if (typeof given !== "object" || given === null || Array.isArray(given)) {
    throw badRequest("the body should be an object: { ... }");
  }
  const result = v.safeParse(schema, given, { abortEarly: true });
  if (result.success) return result.output;
  throw inWords(result.issues[0]);
}

function inWords(issue: v.BaseIssue<unknown>): ApiError {
  const field = fieldOf(issue);
  const { type, expected, received } = issue;
  if (type === "strict_object" && expected === "never") {
    return badRequest(`${field}: the server does not know this field; leave it out`, field, "unknown_parameter");
  }
  if (type === "check") return badRequest(`${field}: ${issue.message} (given: ${short(shown(issue.input))})`, field);
  if (received === "undefined") return badRequest(`${field}: it is missing`, field, "missing_required_parameter");
  return badRequest(`${field}: it should be an object (given: ${short(received)})`, field);
}

/** `messages[0].content`. */
function fieldOf({ path }: v.BaseIssue<unknown>): string {
  const text = (path ?? [])
    .map(({ key }) => (typeof key === "number" ? `[${key}]` : `.${short(String(key))}`))
    .join("");
  return text.slice(1);
}

function shown(value: unknown): string {
  return JSON.stringify(value) ?? "nothing";
}

/** A message is read by people. */
function short(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}...` : text;
}
