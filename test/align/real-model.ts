import { existsSync } from "node:fs";

/** A model of language with real weights, where there is one: a GGUF file named by DISCO_TEST_GGUF, and the optional peer that runs it. */
const path = process.env["DISCO_TEST_GGUF"];

export const hasPeer = await import("node-llama-cpp" as string).then(
  () => true,
  () => false,
);

const why =
  path === undefined
    ? "DISCO_TEST_GGUF names no GGUF file"
    : !existsSync(path)
      ? "the file that DISCO_TEST_GGUF names is not there"
      : hasPeer
        ? undefined
        : "node-llama-cpp is not installed";

/** The file, or undefined; then `skipped` says why, in words for the name of what is skipped. */
export const realModel: string | undefined = why === undefined ? path : undefined;
export const skipped = why === undefined ? "" : ` (skipped: ${why})`;
if (why !== undefined) console.info(`tests with real weights are skipped: ${why}`);
