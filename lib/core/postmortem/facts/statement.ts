import type { Instant } from '../../time.ts';

/** Places in the timeline of the incident, from 1: what a statement rests on. */
export type Versions = readonly [number, ...number[]];

/** Something that is so. Its text may be hostile, and is no markup: whoever shows it escapes it. */
export interface Statement {
  readonly kind: 'statement';
  readonly text: string;
  readonly events: Versions;
  /** A person wrote it: its links are meant to be followed. */
  readonly isWritten?: true;
}

/** What nobody has recorded: a person has to say it. */
export interface Question {
  readonly kind: 'question';
  readonly text: string;
}

/** A statement of when something happened. */
export interface Entry extends Omit<Statement, 'kind'> {
  readonly kind: 'entry';
  readonly at: Instant;
  /** `Saturday 5 August 2023, UTC-04:00`. */
  readonly day: string;
  /** `10:15`. */
  readonly time: string;
}

/** What is proposed by rule, and by which events; with a command of this project where one does it. */
export interface ProposedMeasure extends Omit<Statement, 'kind' | 'isWritten'> {
  readonly kind: 'measure';
  readonly commands: readonly string[];
}

export interface Task extends Omit<Statement, 'kind' | 'isWritten'> {
  readonly kind: 'task';
}

export type SectionPart = Statement | Question | Entry | ProposedMeasure | Task;

export interface Section {
  readonly heading: string;
  readonly parts: readonly SectionPart[];
}

export const statement = (text: string, events: Versions): Statement => ({ kind: 'statement', text, events });

export const written = (text: string, events: Versions): Statement => ({ ...statement(text, events), isWritten: true });

export const question = (text: string): Question => ({ kind: 'question', text });
