/** One memory as the twins see it. */
export interface Views {
  readonly bytes: Uint8Array;
  readonly doubles: Float64Array;
  readonly words: Uint32Array;
}
