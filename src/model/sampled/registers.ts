import { BLOCK } from "../../num/noise.js";

/** A number for each row of a block, or one number for all rows. */
export type Operand = number | Float64Array;

/** Part of a program: does something to the first `rows` rows of registers, for the block of this number. */
export type Step = (rows: number, block: number) => void;

/** Columns of one block, taken and given back while a program is being made, so that a program needs few. */
export interface Registers {
  readonly take: () => Float64Array;
  readonly give: (register: Float64Array) => void;
}

export function makeRegisters(): Registers {
  const free: Float64Array[] = [];
  return {
    take: () => free.pop() ?? new Float64Array(BLOCK),
    give: (register) => {
      free.push(register);
    },
  };
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
