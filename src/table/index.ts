export type { MissingPolicy } from "./missing.js";
export type { ReadOptions } from "./read.js";
export type { Roles } from "./roles.js";
export type { StreamChunk, StreamColumn } from "./stream.js";
export { readSample, writeRows, writeStream } from "./table.js";
export type { NamedValues } from "./write.js";
