import { DiscoError } from "../../error.js";
import { ALONE, SHARED } from "./binary.js";
import type { KernelOps } from "./ops.js";
import { twinOps } from "./twin/ops.js";

/** A memory and the kernels that work in it. It lives as long as somebody holds it. */
export interface Space {
  readonly buffer: ArrayBuffer;
  readonly ops: KernelOps;
  /** What other threads open the same memory with; absent: this memory cannot leave its thread. */
  readonly memory?: WebAssembly.Memory;
  /** The next `count` doubles that nobody has taken yet, zero at first. Their address is their `byteOffset`. */
  readonly doubles: (count: number) => Float64Array;
  /** The next `count` 32-bit numbers. */
  readonly words: (count: number) => Uint32Array;
  readonly bytes: (count: number) => Uint8Array;
}

const PAGE = 65_536;

/** Address 0 means "nothing", and the word at address 4 is where the next part goes, so that threads can share out one memory. */
const FIRST = 64;
const NEXT = 1;

/** A space takes so much more than what is put into it: the parts start at multiples of 64 bytes. */
export const roomFor = (parts: readonly number[]): number => parts.reduce((sum, bytes) => sum + bytes + 64, FIRST);

/**
 * Opens a memory of at least `bytes` bytes: shared where threads can share, compiled kernels where there are any (SIMD is needed), else their twins; the
 * numbers are the same. @throws DiscoError where so much memory cannot be had. Cost: some 0.1 ms.
 * @param shared false for memory of this thread alone, which engines copy from faster
 */
export function openSpace(bytes: number, shared = typeof SharedArrayBuffer !== "undefined"): Space {
  const pages = Math.max(1, Math.ceil(bytes / PAGE));
  if (pages > 65_536) throw tooLarge(bytes, "more than the 4 GB that one memory of the kernels can have");
  try {
    const module = compiled(shared);
    if (module === undefined) return spaceOf(new ArrayBuffer(pages * PAGE), twinOps);
    const memory = new WebAssembly.Memory({ initial: pages, maximum: pages, shared });
    return joinSpace(memory);
  } catch (error) {
    if (error instanceof RangeError) throw tooLarge(bytes, error.message);
    throw error;
  }
}

/**
 * A memory of the least size for work that is small: of the language itself, with the twins, since engines reserve gigabytes of addresses for each memory of
 * kernels. The numbers are the same.
 */
export function plainSpace(bytes: number): Space {
  return spaceOf(new ArrayBuffer(64 * Math.ceil(bytes / 64)), twinOps);
}

/** The same memory on another thread: where the first one's parts are must be told, and what is taken here nobody else takes. */
export function joinSpace(memory: WebAssembly.Memory): Space {
  // A view does not care whether memory is shared; the types of this language version do.
  const buffer = memory.buffer as unknown as ArrayBuffer;
  const module = compiled(memory.buffer instanceof ArrayBuffer === false);
  const ops = module === undefined ? twinOps : () => exportsOf(module, memory);
  return { ...spaceOf(buffer, ops), memory };
}

function spaceOf(buffer: ArrayBuffer, ops: (buffer: ArrayBuffer) => KernelOps): Space {
  const words = new Uint32Array(buffer, 0, 2);
  const take = (bytes: number): number => {
    const parts = Math.ceil(bytes / 64);
    const at = FIRST + 64 * Atomics.add(words, NEXT, parts);
    const end = at + 64 * parts;
    if (end > buffer.byteLength) throw tooLarge(end, `the memory that was opened has ${buffer.byteLength} bytes`);
    return at;
  };
  return {
    buffer,
    ops: ops(buffer),
    doubles: (count) => new Float64Array(buffer, take(8 * count), count),
    words: (count) => new Uint32Array(buffer, take(4 * count), count),
    bytes: (count) => new Uint8Array(buffer, take(count), count),
  };
}

function exportsOf(module: WebAssembly.Module, memory: WebAssembly.Memory): KernelOps {
  return new WebAssembly.Instance(module, { env: { memory } }).exports as unknown as KernelOps;
}

/** Compiled once a thread: which of the two depends on where this runs and never changes. */
const modules = new Map<boolean, WebAssembly.Module | undefined>();

function compiled(shared: boolean): WebAssembly.Module | undefined {
  if (!modules.has(shared)) modules.set(shared, compile(shared ? SHARED : ALONE));
  return modules.get(shared);
}

/** Undefined where there is no WebAssembly, no SIMD, or a page forbids compiling: the twins do the work then. */
function compile(base64: string): WebAssembly.Module | undefined {
  if (typeof WebAssembly === "undefined") return undefined;
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  try {
    return new WebAssembly.Module(bytes);
  } catch {
    return undefined;
  }
}

function tooLarge(bytes: number, why: string): DiscoError {
  return new DiscoError({
    who: "memory",
    wrong: `${Math.ceil(bytes / 2 ** 20)} MB could not be had: ${why}`,
    given: `${bytes} bytes`,
    next: "give fewer rows or columns, or run where there is more memory",
  });
}
