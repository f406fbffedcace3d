export type { MissingPolicy } from "./missing.js";
export type { ReadOptions } from "./read.js";
export type { FrameOptions } from "./read-frame.js";
export type { StrataOptions } from "./read-strata.js";
export type { Roles, StudyRoles } from "./roles.js";
export type { StrataRoles } from "./strata/names.js";
export type { StreamChunk, StreamColumn } from "./stream.js";
export { columnNames, readFrame, readSample, readStrata, readStudy, writeRows, writeStream } from "./table.js";
export type { NamedValues } from "./write.js";
