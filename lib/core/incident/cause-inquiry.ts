import type { Cause, DiagnosedCause, DiagnosisSaid } from '../cause.ts';
import type { Instant } from '../time.ts';

/** What was made of the cause so far, and when it is asked for again. */
export interface Inquiry {
  /** Diagnoses recorded so far. */
  readonly count: number;
  /** What messages say: of those the last that sees anything, and that nothing has to agree with. */
  readonly said?: DiagnosisSaid | undefined;
  /** When the last was recorded. */
  readonly recordedAt?: Instant | undefined;
  /** Why the one that a page waited for did not come. */
  readonly lack?: string | undefined;
  /** A page waits for one. */
  readonly isAwaited?: true | undefined;
  /** A page has gone ahead with nobody asked: it is asked for right after it. */
  readonly isUnasked?: true | undefined;
  /** What people were told last. */
  readonly told?: Told | undefined;
  /** The last change of it. */
  readonly revision?: Revision | undefined;
  /** A change that came too soon after another: it counts when the next diagnosis agrees. */
  readonly unconfirmed?: string | undefined;
  /** When the first page of the run went out. */
  readonly pagedAt?: Instant | undefined;
  /** When it is asked for again, earliest first. */
  readonly dueAt: readonly Instant[];
  /** Asked for and not answered: since when, and when last. */
  readonly asked?: { readonly since: Instant; readonly at: Instant } | undefined;
  /** What else was asked about it; undefined: nothing yet. */
  readonly around?: AskedAround | undefined;
}

/** When somebody looked at its logs and at past incidents: that costs, and is counted over all its runs. */
export interface AskedAround {
  readonly times: number;
  readonly at: Instant;
  /** What it was by then; undefined: nobody has asked in this run. */
  readonly cause?: DiagnosedCause | undefined;
  /** Nothing has come of it. */
  readonly isOpen?: true | undefined;
}

/** A cause, and what it is not. */
export interface Told {
  readonly cause: DiagnosedCause;
  readonly refuted: readonly Cause[];
}

/** What people were told before, and what changed in it. */
export interface Revision {
  readonly at: Instant;
  readonly from: DiagnosedCause;
  /** They were told that it is none of these, which nobody can say any more. */
  readonly noLongerRefuted: readonly Cause[];
}
