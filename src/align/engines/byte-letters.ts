/** GPT-2's letter for each byte: printable Latin-1 letters stand for themselves, the others follow from U+0100 on (Radford et al. 2019, encoder.py). */
export function byteLetters(): string[] {
  const printable = (byte: number) =>
    (byte >= 0x21 && byte <= 0x7e) || (byte >= 0xa1 && byte <= 0xac) || (byte >= 0xae && byte <= 0xff);
  let next = 0x100;
  return Array.from({ length: 256 }, (_, byte) => String.fromCharCode(printable(byte) ? byte : next++));
}

/** The byte of each such letter. */
export const BYTE_OF_LETTER: ReadonlyMap<string, number> = new Map(byteLetters().map((letter, byte) => [letter, byte]));
