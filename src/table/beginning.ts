import { isUtf8 } from "node:buffer";
import { createReadStream } from "node:fs";
import { createGunzip } from "node:zlib";
import { DiscoError } from "../error.js";
import type { TableFile } from "./file.js";

const BEGINNING = 4 << 20;

/** The first few megabytes of a text file, and how its letters are stored. */
export interface Beginning {
  readonly text: string;
  readonly encoding: "utf-8" | "latin-1";
  /** The file goes on after `text`, whose last line may be cut. */
  readonly cut: boolean;
}

/** Reads at most 4 MB, unpacked when the name ends in .gz. */
async function firstBytes(file: TableFile): Promise<{ bytes: Buffer; cut: boolean }> {
  const packed = /\.gz$/i.test(file.name);
  const raw = createReadStream(file.path, packed ? {} : { end: BEGINNING });
  const source = packed ? raw.pipe(createGunzip()) : raw;
  const parts: Buffer[] = [];
  let length = 0;
  try {
    for await (const part of source) {
      parts.push(part as Buffer);
      length += (part as Buffer).length;
      if (length > BEGINNING) break;
    }
  } catch {
    const wrong = packed ? "the file cannot be unpacked" : "the file cannot be read";
    throw new DiscoError({
      who: "table",
      wrong,
      given: file.given,
      next: "check how it was written, and that you may read it",
    });
  } finally {
    raw.destroy();
  }
  return { bytes: Buffer.concat(parts).subarray(0, BEGINNING), cut: length > BEGINNING };
}

/** The same bytes without the last character when the cut went through it. */
function wholeCharacters(bytes: Buffer): Buffer {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back];
    if (byte >= 0xc0) return bytes.subarray(0, bytes.length - back);
    if (byte < 0x80) break;
  }
  return bytes;
}

/**
 * The beginning of a text file. Letters that are not UTF-8 are taken for Latin-1, unless the person said which it is.
 * Throws a DiscoError when the bytes are no text at all. Cost: reads at most 4 MB.
 */
export async function readBeginning(file: TableFile, encoding: "utf-8" | "latin-1" | undefined): Promise<Beginning> {
  const { bytes: all, cut } = await firstBytes(file);
  const bytes = cut ? wholeCharacters(all) : all;
  if (bytes.length === 0) {
    throw new DiscoError({
      who: "table",
      wrong: "the file is empty",
      given: file.given,
      next: "check how it was written",
    });
  }
  if (bytes[0] + bytes[1] === 0xfe + 0xff && bytes[0] >= 0xfe) {
    throw new DiscoError({ who: "table", wrong: "the text is UTF-16", given: file.given, next: "save it as UTF-8" });
  }
  if (bytes.includes(0)) {
    const next = "give a table as text (or name the file by what it is: .parquet, .duckdb, .csv.gz)";
    throw new DiscoError({ who: "table", wrong: "this is not a text file", given: file.given, next });
  }
  const utf8 = isUtf8(bytes);
  if (!utf8 && encoding === "utf-8") throw notUtf8(file);
  const used = encoding ?? (utf8 ? "utf-8" : "latin-1");
  const text = bytes.toString(used === "utf-8" ? "utf8" : "latin1");
  return { text: text.replace(/^\ufeff/, ""), encoding: used, cut };
}

/** The error for bytes that UTF-8 does not have. */
export function notUtf8(file: TableFile, line?: string): DiscoError {
  const where = line === undefined ? "" : ` on line ${line}`;
  const next = "use --encoding latin-1 if that is how it was written, or save it as UTF-8";
  return new DiscoError({ who: "table", wrong: `the text is not UTF-8${where}`, given: file.given, next });
}
