/** Memory that all threads see, where there is such a thing: what is written there once is copied by nobody. */
export function sharedMemory(bytes: number): ArrayBuffer {
  if (typeof SharedArrayBuffer === "undefined") return new ArrayBuffer(bytes);
  // A view does not care; the types of this language version do.
  return new SharedArrayBuffer(bytes) as unknown as ArrayBuffer;
}

/** A copy in memory that all threads see. Cost: O(length). */
export function sharedCopy<T extends Float64Array | Int32Array | Uint32Array | Uint8Array>(values: T): T {
  const kind = values.constructor as new (memory: ArrayBuffer) => T;
  const copy = new kind(sharedMemory(values.byteLength));
  copy.set(values);
  return copy;
}
