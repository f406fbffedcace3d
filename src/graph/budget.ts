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

/** A search that gives one answer or none was stopped: nothing is known either way. */
export class Stopped extends Error {
  constructor(budget: Budget) {
    super(`stopped after ${budget.text}`);
    this.name = "Stopped";
  }
}

/** Goes on while there is time. @throws Stopped when there is none */
export function goOn(budget: Budget | undefined): void {
  if (budget?.left() === false) throw new Stopped(budget);
}
