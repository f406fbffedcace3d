export type { MissingPolicy } from "./missing.js";
export { type ReadOptions, readSample } from "./read.js";
export type { Roles } from "./roles.js";
export { type NamedValues, writeRows } from "./write.js";
