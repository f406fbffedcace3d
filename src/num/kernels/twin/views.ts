/** One memory as the twins see it. */
export interface Views {
  readonly doubles: Float64Array;
  readonly words: Uint32Array;
}
