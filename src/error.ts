/** What went wrong, in the four parts every message of Disco has. */
export interface Complaint {
  /** Who complains: the command, the column, the option. */
  readonly who: string;
  /** What was wrong. */
  readonly wrong: string;
  /** What was given, as the person wrote it. */
  readonly given?: string;
  /** What to do next. */
  readonly next: string;
}

/** `input`: bad usage or bad input (exit 2). `refused`: not identified, or an assumption that the data refuse (exit 3). */
export type ComplaintKind = "input" | "refused";

/**
 * The one error a user can cause: *who: what was wrong, what was given, what to do next*.
 * Anything else that is thrown is a bug of ours.
 */
export class DiscoError extends Error {
  readonly kind: ComplaintKind;
  readonly complaint: Complaint;

  constructor(complaint: Complaint, kind: ComplaintKind = "input") {
    const given = complaint.given === undefined ? "" : ` (given: ${complaint.given})`;
    super(`${complaint.who}: ${complaint.wrong}${given}; ${complaint.next}`);
    this.name = "DiscoError";
    this.kind = kind;
    this.complaint = complaint;
  }
}
