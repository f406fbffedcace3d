import { BLOCK } from "../../num/noise.js";
import { sharingCases } from "../network.js";
import type { Request } from "../request.js";
import { makeProgram, type Program } from "./program.js";
import { addTally, makeTally, type Tally, tallyRows } from "./tally.js";

/** Blocks that are summed together before anything is sent anywhere. Part of what a seed means, in the last bits. */
const BATCH_BLOCKS = 64;

/** However improbable a case of the dial is, it is drawn so often, or nothing would be known of how much it varies. */
const FEWEST_ROWS = 100;

/** A piece of work: rows of one case of the dial, in blocks of their own. */
export interface Batch {
  readonly sharingCase: number;
  readonly firstBlock: number;
  readonly rows: number;
}

export interface Batches {
  /** The cases of the dial; their probabilities add up to 1. */
  readonly cases: ReturnType<typeof sharingCases>;
  readonly batches: readonly Batch[];
}

/** Shares the rows out among the cases of the dial in proportion to how probable these are (stratified sampling). */
export function planBatches({ worlds, coupling }: Request, draws: number): Batches {
  const cases = sharingCases(worlds.length, coupling);
  const batches: Batch[] = [];
  let block = 0;
  cases.forEach(({ probability }, sharingCase) => {
    let left = cases.length === 1 ? draws : Math.max(FEWEST_ROWS, Math.round(draws * probability));
    while (left > 0) {
      const rows = Math.min(left, BATCH_BLOCKS * BLOCK);
      batches.push({ sharingCase, firstBlock: block, rows });
      block += Math.ceil(rows / BLOCK);
      left -= rows;
    }
  });
  return { cases, batches };
}

/** Draws batches of one request, compiling each case of the dial when it is met. */
export function makeSampler(request: Request, { cases }: Batches, seed: number): Sampler {
  const { model, measures } = request;
  const programs = new Map<number, Program>();
  const scratch = new Float64Array(BLOCK);
  const programOf = (sharingCase: number): Program => {
    let program = programs.get(sharingCase);
    if (program === undefined) {
      program = makeProgram(request, cases[sharingCase].shares, seed);
      // Cases come one after another, and a program holds many columns.
      programs.clear();
      programs.set(sharingCase, program);
    }
    return program;
  };
  const types = model.types?.length ?? 0;
  return {
    programOf,
    draw: ({ sharingCase, firstBlock, rows }) => {
      const program = programOf(sharingCase);
      const tally = makeTally(measures.length, types);
      if (program.common === -Infinity) {
        tally.rows = rows;
        return tally;
      }
      for (let start = 0, block = firstBlock; start < rows; start += BLOCK, block++) {
        const count = Math.min(BLOCK, rows - start);
        for (const step of program.steps) step(program.memory, count, block);
        const one = makeTally(measures.length, types);
        tallyRows(program, count, scratch, one);
        addTally(tally, one);
      }
      if (tally.top > -Infinity) tally.top += program.common;
      return tally;
    },
  };
}

export interface Sampler {
  readonly programOf: (sharingCase: number) => Program;
  readonly draw: (batch: Batch) => Tally;
}
