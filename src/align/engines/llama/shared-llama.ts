import { DiscoError } from "../../../error.js";
import { type Llama, PEER, type Peer } from "./peer.js";

/** A running llama.cpp, used by all engines of this process that want the same of it. */
export interface SharedLlama {
  readonly llama: Llama;
  /** What it has complained of lately. */
  readonly said: string[];
  /** Disposes of it once nobody else uses it. */
  readonly release: () => Promise<void>;
  /** After a model that did not load: whoever comes later gets another. */
  readonly spoil: () => void;
}

export interface LlamaWish {
  readonly threads: number;
  readonly gpu: boolean | "auto";
}

interface Running {
  readonly llama: Promise<Llama>;
  readonly said: string[];
  users: number;
  spoiled: boolean;
}

const running = new Map<string, Running>();

/** Two of them in one process would take the complaints from each other. @throws DiscoError where it does not run on this machine */
export async function sharedLlama(peer: Peer, { threads, gpu }: LlamaWish): Promise<SharedLlama> {
  const id = `${threads} ${gpu}`;
  const found = running.get(id) ?? start(peer, { threads, gpu });
  running.set(id, found);
  found.users++;
  const { said } = found;
  const retire = () => {
    if (running.get(id) === found) running.delete(id);
  };
  const release = async () => {
    if (--found.users > 0) return;
    retire();
    const done = (await found.llama).dispose();
    // A load that failed leaves a handle behind in node-llama-cpp 3.22, for which it may wait for ever.
    if (!found.spoiled) await done;
  };
  const spoil = () => {
    found.spoiled = true;
    retire();
  };
  try {
    return { llama: await found.llama, said, release, spoil };
  } catch (error) {
    retire();
    throw new DiscoError({
      who: "llama engine",
      wrong: `llama.cpp does not run on this machine (${process.platform} ${process.arch}): ${(error as Error).message.split("\n")[0]}`,
      next: `install it with its binary for this machine: npm install ${PEER}`,
    });
  }
}

function start(peer: Peer, { threads, gpu }: LlamaWish): Running {
  const said: string[] = [];
  const llama = peer.getLlama({
    gpu,
    // Nothing is built or downloaded behind anybody's back.
    build: "never",
    skipDownload: true,
    progressLogs: false,
    maxThreads: threads,
    logLevel: "error",
    logger: (_level, message) => {
      said.push(message.trim());
      if (said.length > 20) said.shift();
    },
  });
  return { llama, said, users: 0, spoiled: false };
}
