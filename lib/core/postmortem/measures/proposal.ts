import type { Versions } from '../facts/statement.ts';

/** Something to do about an incident that this project can hold people to: an alarm, a test, a gate. */
export interface Proposal {
  /** What it is and why, in a sentence or two. */
  readonly measure: string;
  /** The same as work to be done, in one line. */
  readonly task: string;
  /** Of this project, ready to run; none: it is work of another kind. */
  readonly commands?: readonly string[];
  /** What it follows from. */
  readonly events: Versions;
}
