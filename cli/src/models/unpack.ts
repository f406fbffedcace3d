import { createReadStream, createWriteStream } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import { createInflateRaw } from "node:zlib";
import { usage } from "../errors.js";

/** Signatures and sizes of the zip format (PKWARE APPNOTE 6.3.3). */
const END = { mark: 0x06054b50, size: 22, comment: 0xffff } as const;
const ENTRY = { mark: 0x02014b50, size: 46 } as const;
const LOCAL = { mark: 0x04034b50, size: 30 } as const;
const STORED = 0;
const DEFLATED = 8;

/**
 * Takes one file out of a zip, as a stream. Zip files above 4 GB, split or encrypted ones are not read. What comes out is not checked here: its
 * checksum is. @throws DiscoError for a file that is no such zip, or has no such entry
 */
export async function unpack(zip: string, entry: string, target: string): Promise<void> {
  const file = await open(zip, "r");
  let place: Place;
  try {
    place = await placeOf(file, entry, zip);
  } finally {
    await file.close();
  }
  const { start, size, method } = place;
  const from = createReadStream(zip, { start, end: start + size - 1 });
  if (method === DEFLATED) await pipeline(from, createInflateRaw(), createWriteStream(target));
  else await pipeline(from, createWriteStream(target));
}

interface Place {
  readonly start: number;
  readonly size: number;
  readonly method: number;
}

async function placeOf(file: FileHandle, entry: string, zip: string): Promise<Place> {
  const bad = (wrong: string) => usage("zip", wrong, zip, "download it again");
  const { size: length } = await file.stat();
  const tailSize = Math.min(length, END.size + END.comment);
  const tail = await readAt(file, length - tailSize, tailSize);
  let end = tail.length - END.size;
  while (end >= 0 && tail.readUInt32LE(end) !== END.mark) end--;
  if (end < 0) throw bad("it is cut short, or is no zip file");
  const [count, size, offset] = [tail.readUInt16LE(end + 10), tail.readUInt32LE(end + 12), tail.readUInt32LE(end + 16)];
  if (offset + size > length) throw bad("its list of files lies outside it");
  const list = await readAt(file, offset, size);
  for (let [k, at] = [0, 0]; k < count; k++) {
    if (at + ENTRY.size > list.length || list.readUInt32LE(at) !== ENTRY.mark)
      throw bad("its list of files is damaged");
    const nameSize = list.readUInt16LE(at + 28);
    const name = list.toString("utf8", at + ENTRY.size, at + ENTRY.size + nameSize);
    if (name === entry) {
      const [flags, method] = [list.readUInt16LE(at + 8), list.readUInt16LE(at + 10)];
      if ((flags & 1) !== 0 || (method !== STORED && method !== DEFLATED))
        throw bad("the file in it is packed in a way that is not known");
      const local = list.readUInt32LE(at + 42);
      const head = await readAt(file, local, LOCAL.size);
      if (head.length < LOCAL.size || head.readUInt32LE(0) !== LOCAL.mark)
        throw bad("the file in it is not where its list says");
      const start = local + LOCAL.size + head.readUInt16LE(26) + head.readUInt16LE(28);
      return { start, size: list.readUInt32LE(at + 20), method };
    }
    at += ENTRY.size + nameSize + list.readUInt16LE(at + 30) + list.readUInt16LE(at + 32);
  }
  throw usage("zip", "there is no such file in it", entry, "this zip is not the one that was expected");
}

async function readAt(file: FileHandle, position: number, size: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(size), 0, size, position);
  return buffer.subarray(0, bytesRead);
}
