export type { MissingPolicy } from "./missing.js";
export type { ReadOptions } from "./read.js";
export type { FrameOptions } from "./read-frame.js";
export type { Roles, StudyRoles } from "./roles.js";
export type { StreamChunk, StreamColumn } from "./stream.js";
export { columnNames, readFrame, readSample, readStudy, writeRows, writeStream } from "./table.js";
export type { NamedValues } from "./write.js";
