import { existsSync, renameSync, rmSync } from "node:fs";
import { DiscoError } from "discoscm/error";
import { usage } from "../errors.js";
import { checkSum, download, sha256Of } from "./download.js";
import type { KnownModel, Source } from "./known.js";
import { unpack } from "./unpack.js";

/** What was done, for people and programs. */
export interface Fetched {
  readonly path: string;
  readonly from: Source["from"] | "here already";
  readonly sha256: string;
  /** The checksum was known beforehand; otherwise it is the one that the hub tells with the file. */
  readonly pinned: boolean;
}

export interface FetchWatch {
  readonly stage: (text: string, fraction?: number) => void;
  /** A source that did not work, before the next is tried. */
  readonly failed: (error: DiscoError) => void;
}

/**
 * Fetches a model's file to a path, from the first source that works. The path is there only once the file is whole and its checksum right; a download
 * that breaks off is gone on with by the next call. @throws DiscoError of the last source that was tried
 */
export async function fetchModel(
  model: KnownModel,
  path: string,
  sources: readonly Source[],
  watch: FetchWatch,
): Promise<Fetched> {
  if (existsSync(path)) return alreadyHere(model, path, watch);
  let last: DiscoError | undefined;
  for (const source of sources) {
    try {
      return await fetchFrom(model, path, source, watch);
    } catch (error) {
      if (!(error instanceof DiscoError)) throw error;
      if (last !== undefined) watch.failed(last);
      last = error;
    }
  }
  throw last ?? usage("model", "nothing offers it", model.name, "choose another --from");
}

async function alreadyHere(model: KnownModel, path: string, { stage }: FetchWatch): Promise<Fetched> {
  if (model.sha256 === undefined) {
    throw usage("model", "there is a file of that name already", path, "move it away, or use it: --model FILE");
  }
  stage("checking");
  const sha256 = await sha256Of(path);
  if (sha256 === model.sha256) return { path, from: "here already", sha256, pinned: true };
  throw usage(
    "model",
    "there is another file of that name already",
    path,
    "move it away, or choose another place: --to",
  );
}

async function fetchFrom(model: KnownModel, path: string, source: Source, { stage }: FetchWatch): Promise<Fetched> {
  const part = `${path}.${source.from}.part`;
  const host = new URL(source.url).host;
  const told = await download(source.url, part, (fraction) => stage(`${model.file} from ${host}`, fraction));
  stage("checking");
  const wanted = source.sha256 ?? model.sha256 ?? told.sha256;
  if (wanted === undefined) {
    rmSync(part, { force: true });
    throw usage(
      "download",
      "the hub did not tell the file's checksum",
      source.url,
      "nothing is kept that cannot be checked; try again later",
    );
  }
  await checkSum(part, wanted, source.url);
  if (source.entry === undefined) renameSync(part, path);
  else {
    const temporary = `${path}.unpacked.part`;
    try {
      stage("unpacking");
      await unpack(part, source.entry, temporary);
      if (model.sha256 !== undefined) await checkSum(temporary, model.sha256, source.url);
      renameSync(temporary, path);
    } finally {
      rmSync(temporary, { force: true });
    }
    rmSync(part, { force: true });
  }
  return { path, from: source.from, sha256: model.sha256 ?? wanted, pinned: model.sha256 !== undefined };
}
