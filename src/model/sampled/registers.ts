import { BLOCK } from "../../num/noise.js";

/**
 * A column of a block: the place in a program's memory where it starts. All columns lie in one array, because loops over one array are
 * compiled to code twice as fast as loops over several (one base, one check of bounds).
 */
export interface Place {
  readonly at: number;
}

/** A number for each row of a block, or one number for all rows. */
export type Operand = number | Place;

/** Part of a program: does something to the first `rows` rows of columns in memory, for the block of this number. */
export type Step = (memory: Float64Array, rows: number, block: number) => void;

/** Columns, taken and given back while a program is being made, so that it needs few. */
export interface Registers {
  readonly take: () => Place;
  readonly give: (place: Place) => void;
  /** How much memory the program will need. */
  readonly size: () => number;
}

export function makeRegisters(): Registers {
  const free: Place[] = [];
  let size = 0;
  return {
    take: () => {
      const known = free.pop();
      if (known !== undefined) return known;
      const place = { at: size };
      size += BLOCK;
      return place;
    },
    give: (place) => {
      free.push(place);
    },
    size: () => size,
  };
}

/** The value of an operand in a row. */
export function valueIn(memory: Float64Array, operand: Operand, row: number): number {
  return typeof operand === "number" ? operand : memory[operand.at + row];
}

/** What a program is made in: the steps so far, and registers for more. */
export interface Bench {
  readonly registers: Registers;
  readonly steps: Step[];
}

/** An operand; `own` when it is a register that nobody else knows, to be given back after use. */
export interface Held {
  readonly operand: Operand;
  readonly own: boolean;
}

export function release(bench: Bench, { operand, own }: Held): void {
  if (own && typeof operand !== "number") bench.registers.give(operand);
}
