const CODES = { bold: 1, soft: 2, anyway: 34, policy: 33, chance: 2, warning: 33 } as const;

export type Tone = keyof typeof CODES;
export type Paint = (text: string, tone: Tone) => string;

/** ANSI colours when asked for, otherwise the text as it is. */
export function painter(color: boolean): Paint {
  return color
    ? (text, tone) => (text.trim() === "" ? text : `\u001b[${CODES[tone]}m${text}\u001b[0m`)
    : (text) => text;
}
