export type { MissingPolicy } from "./missing.js";
export type { ReadOptions } from "./read.js";
export type { Roles } from "./roles.js";
export { readSample, writeRows } from "./table.js";
export type { NamedValues } from "./write.js";
