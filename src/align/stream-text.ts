/** Text that grows token by token, and where it stops. */
export interface TextStream {
  /** What can be told now that these bytes have come. What may yet be the beginning of a stop, or half a character, is held back. */
  readonly push: (bytes: Uint8Array) => string;
  /** What was held back, when nothing more comes. */
  readonly end: () => string;
  /** A stop has been met: nothing more will be told. */
  readonly stopped: () => boolean;
}

/** Makes text of the tokens' bytes, up to the first of the `stops` (which is not told). Cost: O(text) and a few letters more. */
export function textStream(stops: readonly string[] = []): TextStream {
  const decoder = new TextDecoder();
  const longest = Math.max(0, ...stops.map(({ length }) => length));
  let held = "";
  let stopped = false;
  const tell = (text: string, last: boolean): string => {
    if (stopped) return "";
    held += text;
    const places = stops.map((stop) => held.indexOf(stop)).filter((at) => at >= 0);
    if (places.length > 0) {
      stopped = true;
      const told = held.slice(0, Math.min(...places));
      held = "";
      return told;
    }
    const keep = last ? 0 : beginning(held, stops, longest);
    const told = held.slice(0, held.length - keep);
    held = held.slice(held.length - keep);
    return told;
  };
  return {
    push: (bytes) => tell(decoder.decode(bytes, { stream: true }), false),
    end: () => tell(decoder.decode(), true),
    stopped: () => stopped,
  };
}

/** How many of the last letters may be the beginning of a stop. */
function beginning(text: string, stops: readonly string[], longest: number): number {
  for (let size = Math.min(text.length, longest - 1); size > 0; size--) {
    const end = text.slice(text.length - size);
    if (stops.some((stop) => stop.startsWith(end))) return size;
  }
  return 0;
}
