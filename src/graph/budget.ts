/** How long a search may go on. What it found until then is given, and that it was stopped is said. */
export interface Budget {
  /** Is there time left? */
  readonly left: () => boolean;
  /** "10 s", for the sentence that says where it stopped. */
  readonly text: string;
}

/** The time a search gets where nobody says otherwise. */
export const USUAL_SECONDS = 10;

/** A budget of wall-clock time, from now on. `now` is the clock, in milliseconds. */
export function budgetOf(seconds: number = USUAL_SECONDS, now: () => number = () => performance.now()): Budget {
  const end = now() + 1000 * seconds;
  return { left: () => now() < end, text: `${seconds} s` };
}
