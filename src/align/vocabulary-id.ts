/**
 * An id of a list of tokens by their texts, the same wherever the same texts stand in the same order: 2 x 32 bits of a hash that is not cryptographic
 * (FNV-1a, once more with another start), for engines to fill `Vocabulary.id`. Cost: O(bytes)
 */
export function vocabularyId(texts: readonly string[]): string {
  const encoder = new TextEncoder();
  let [one, two] = [0x811c9dc5, 0x6c62272e];
  const take = (byte: number) => {
    one = Math.imul(one ^ byte, 0x01000193);
    two = Math.imul(two ^ byte, 0x01000197);
  };
  for (const text of texts) {
    for (const byte of encoder.encode(text)) take(byte);
    // No text has this byte: where one ends and the next begins counts too.
    take(0xff);
  }
  return [texts.length, one >>> 0, two >>> 0].map((part) => part.toString(16).padStart(8, "0")).join("-");
}
