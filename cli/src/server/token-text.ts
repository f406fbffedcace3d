import type { Engine } from "discoscm/align";

/** A token as clients are told it: its bytes, and its text, in which half a character is a replacement sign. */
export function tokenText(engine: Engine, token: number): { readonly token: string; readonly bytes: number[] } {
  const bytes = engine.bytes(token);
  return { token: new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes), bytes: [...bytes] };
}
