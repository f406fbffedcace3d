/** Memory that all threads see, where there is such a thing: what is written there once is copied by nobody. */
export function sharedMemory(bytes: number): ArrayBuffer {
  if (typeof SharedArrayBuffer === "undefined") return new ArrayBuffer(bytes);
  // A view does not care; the types of this language version do.
  return new SharedArrayBuffer(bytes) as unknown as ArrayBuffer;
}
