import { DiscoError } from "../../../error.js";
import { shown } from "../../../num/complaint.js";
import type { Prefix } from "../../engine.js";
import { outOfMemory } from "./open-model.js";
import type { Context, Model } from "./peer.js";
import { openPool, type Pool } from "./pool.js";

type Adapter = Prefix["adapter"];

/** A pool for the model itself, and one for every adapter and scale that is in use. */
export interface AdapterPools {
  /** Longest text that every pool takes, in tokens, and one more. */
  readonly contextSize: number;
  /** The end of a text cannot be taken off without evaluating all of it again. */
  readonly slowToCut: boolean;
  /** Which pool each place of a list needs. */
  readonly sorted: (
    places: readonly number[],
    adapter: (place: number) => Adapter,
  ) => Promise<readonly (readonly [pool: Pool, places: readonly number[]])[]>;
  readonly forget: (keys: readonly string[]) => void;
  readonly dispose: () => Promise<void>;
}

interface Plan {
  readonly contextSize: number;
  readonly sequences: number;
  readonly threads: number;
  readonly lora: Readonly<Record<string, string>>;
}

/** A context holds one scale of one adapter. Each costs as much memory as the first: so many are kept, the ones used last. */
const MOST_ADAPTED = 4;

/** @throws DiscoError where memory does not suffice */
export async function adapterPools(model: Model, plan: Plan): Promise<AdapterPools> {
  const temporary = temporaryFolder();
  const open = async (adapter: Adapter): Promise<{ pool: Pool; context: Context }> => {
    const { contextSize, sequences, threads } = plan;
    const lora = adapter && { adapters: [{ filePath: pathOf(adapter, plan), scale: adapter.scale }] };
    let context: Context;
    try {
      const batchSize = Math.max(512, sequences);
      const shape = { contextSize, sequences, threads, batchSize, failedCreationRemedy: false } as const;
      context = await model.createContext({ ...shape, ...(lora ? { lora } : {}) });
    } catch (error) {
      throw notOpened(error, adapter, plan);
    }
    return { context, pool: openPool(context, sequences, temporary.file) };
  };
  const base = await open(undefined);
  const adapted = new Map<string, Pool>();

  async function poolFor(adapter: Adapter): Promise<Pool> {
    // An adapter of no strength is the model itself.
    if (adapter === undefined || adapter.scale === 0) return base.pool;
    const id = `${adapter.scale} ${adapter.name}`;
    const pool = adapted.get(id) ?? (await open(adapter)).pool;
    adapted.delete(id);
    adapted.set(id, pool);
    return pool;
  }

  return {
    contextSize: base.context.contextSize,
    slowToCut: base.pool.slowToCut,
    sorted: async (places, adapter) => {
      const byPool = new Map<Pool, number[]>();
      for (const place of places) {
        const pool = await poolFor(adapter(place));
        byPool.set(pool, [...(byPool.get(pool) ?? []), place]);
      }
      for (const [id, pool] of adapted) {
        if (adapted.size <= MOST_ADAPTED || byPool.has(pool)) continue;
        adapted.delete(id);
        await pool.dispose();
      }
      return [...byPool];
    },
    forget: (keys) => {
      for (const pool of [base.pool, ...adapted.values()]) pool.forget(keys);
    },
    dispose: async () => {
      for (const pool of [base.pool, ...adapted.values()]) await pool.dispose();
      await temporary.remove();
    },
  };
}

function pathOf({ name, scale }: NonNullable<Adapter>, { lora }: Plan): string {
  const complain = (wrong: string, given: string, next: string) =>
    new DiscoError({ who: "adapter", wrong, given, next });
  if (!Number.isFinite(scale)) throw complain("its scale should be a number", String(scale), "1 is full strength");
  if (Object.hasOwn(lora, name)) return lora[name];
  const there = Object.keys(lora).map(shown).join(", ");
  throw complain(
    "there is none of this name",
    shown(name),
    there === "" ? "name its file in lora" : `those there are: ${there}`,
  );
}

function notOpened(error: unknown, adapter: Adapter, plan: Plan): unknown {
  if (error instanceof DiscoError) return error;
  const { message } = error as Error;
  if (adapter !== undefined && !/memory/i.test(message)) {
    return new DiscoError({
      who: "adapter",
      wrong: `llama.cpp does not lay it over this model: ${message.split("\n")[0]}`,
      given: plan.lora[adapter.name],
      next: "an adapter is a GGUF file made for this very model",
    });
  }
  return outOfMemory("llama engine", `${plan.sequences} texts of ${plan.contextSize} tokens`);
}

/** A folder that nobody else may look into, made when it is needed. */
function temporaryFolder(): { readonly file: () => Promise<string>; readonly remove: () => Promise<void> } {
  let folder: string | undefined;
  let count = 0;
  return {
    file: async () => {
      const [{ mkdtemp }, { tmpdir }, { join }] = await Promise.all([
        import("node:fs/promises"),
        import("node:os"),
        import("node:path"),
      ]);
      folder ??= await mkdtemp(join(tmpdir(), "disco-llama-"));
      return join(folder, `${count++}.state`);
    },
    remove: async () => {
      if (folder === undefined) return;
      const { rm } = await import("node:fs/promises");
      await rm(folder, { recursive: true, force: true });
    },
  };
}
