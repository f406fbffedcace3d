import { openCrew, scriptAt } from "../../num/crew.js";
import type { Range } from "../../query/answer.js";
import { makeReplicator, type Refitted, type ReplicationSetup } from "./replicate.js";

/** How far a method's estimate spreads over replications. */
export interface Spread {
  readonly se: number;
  /** Percentiles. */
  readonly interval: Range;
}

export interface BootstrapOptions {
  readonly replications: number;
  readonly level: number;
  /** 1: on this thread. The numbers are the same however many there are. */
  readonly workers: number;
  readonly onProgress?: (stage: string, fraction: number) => void;
  readonly signal?: AbortSignal;
}

/** Replications that a worker does before it asks for more. */
const BATCH = 8;

/**
 * The Bayesian bootstrap: every method fitted again on exponential weights for each observation (for each unit, where rows have one), with
 * the percentile interval and the standard deviation of what comes out. Runs on workers where there are any. Assumes units are independent.
 * Source: D. Rubin, Annals of Statistics 9, 1981. Cost: that of a refit each.
 */
export async function bootstrap(
  setup: ReplicationSetup,
  options: BootstrapOptions,
): Promise<Readonly<Record<string, Spread>>> {
  const { replications, level } = options;
  const values = await replicated(setup, options);
  return Object.fromEntries(
    setup.methods.map((method: Refitted, k) => [
      method,
      spreadOf(
        Float64Array.from({ length: replications }, (_, r) => values[r][k]),
        level,
      ),
    ]),
  );
}

async function replicated(setup: ReplicationSetup, options: BootstrapOptions): Promise<readonly Float64Array[]> {
  const { replications, workers, onProgress, signal } = options;
  const batches = Array.from({ length: Math.ceil(replications / BATCH) }, (_, b) =>
    Array.from({ length: Math.min(BATCH, replications - b * BATCH) }, (_, k) => b * BATCH + k),
  );
  let done = 0;
  const tell = (count: number) => {
    done += count;
    onProgress?.("bootstrapping", done / replications);
    signal?.throwIfAborted();
  };
  const script = workers > 1 ? workerScript() : undefined;
  const crew = script && (await openCrew(script, setup, workers));
  if (crew === undefined) {
    const replicate = makeReplicator(setup);
    const values: Float64Array[] = [];
    for (const batch of batches) {
      for (const replication of batch) values.push(replicate(replication));
      tell(batch.length);
      await new Promise((resolve) => setTimeout(resolve));
    }
    return values;
  }
  try {
    const results = await Promise.all(
      batches.map(async (batch) => {
        const result = (await crew.run(batch)) as readonly Float64Array[];
        tell(batch.length);
        return result;
      }),
    );
    return results.flat();
  } finally {
    crew.close();
  }
}

// Written so that bundlers see which file it is.
const workerScript = () => scriptAt(() => new URL("./worker.js", import.meta.url));

/** Percentiles by linear interpolation between order statistics. */
function spreadOf(values: Float64Array, level: number): Spread {
  const sorted = Float64Array.from(values).sort();
  const at = (p: number) => {
    const place = p * (sorted.length - 1);
    const low = Math.floor(place);
    return sorted[low] + (place - low) * (sorted[Math.min(low + 1, sorted.length - 1)] - sorted[low]);
  };
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  const squares = values.reduce((sum, v) => sum + (v - mean) ** 2, 0);
  const tail = (1 - level) / 2;
  return { se: Math.sqrt(squares / (values.length - 1)), interval: [at(tail), at(1 - tail)] };
}
