import type { OperationName } from '../operations.ts';
import type { ProblemName } from '../problems.ts';

interface OperationWords {
  readonly summary: string;
  readonly description: string;
  /** Beside those that any request may have. */
  readonly problems: readonly ProblemName[];
}

const OF_AN_INCIDENT = ['invalid-request', 'no-such-address', 'no-such-incident'] as const;

const PAGED = '`next` is where the next page begins (`from`); null: this was the last.';

/** What the document says of each route. */
export const WORDS: Readonly<Record<OperationName, OperationWords>> = {
  incidents: {
    summary: 'Incidents of a range, newest first',
    description:
      'Those that were open at some time within it: first those that opened within it, newest first, then those that opened before. `next` is the cursor of the next page, null where there is none; a page may hold fewer than `limit`, or none, and have a next. `damaged` is there only where what is stored for lists was damaged: ids of those incidents.',
    problems: ['invalid-request'],
  },
  anchors: {
    summary: 'Where timelines stood, day by day',
    description: `Anchors of a day and later, in order, from the how-manieth on. ${PAGED}`,
    problems: ['invalid-request'],
  },
  incident: {
    summary: 'One incident and its timeline',
    description: `How it stands, and what happened, from a version on. ${PAGED}`,
    problems: OF_AN_INCIDENT,
  },
  record: {
    summary: 'One incident as it is stored',
    description: `Its head, and its events byte by byte, from a version on; \`head\` null: it is lost. ${PAGED}`,
    problems: OF_AN_INCIDENT,
  },
  diagnoses: {
    summary: 'The diagnoses of an incident as they are stored',
    description: `From a number on; none where the incident has none, or is not there. ${PAGED}`,
    problems: ['invalid-request', 'no-such-address'],
  },
  diagnosis: {
    summary: 'One diagnosis as it is stored',
    description: 'By the number that a DiagnosisRecorded of the timeline tells.',
    problems: ['invalid-request', 'no-such-address', 'no-such-diagnosis'],
  },
  responses: {
    summary: 'Responds to an incident',
    description:
      'Carries out what a responder does, once for each `key`: the same key again is the same response, and answered with `repeated`. With `expect`, nothing is done to an incident that has changed.',
    problems: [
      ...OF_AN_INCIDENT,
      'incident-resolved',
      'incident-changed',
      'only-a-drill',
      'other-incident-open',
      'body-too-large',
      'unsupported-content-type',
    ],
  },
  testPages: {
    summary: 'Sends test pages',
    description:
      'Opens a drill: a test page to each target, the way that every page goes, and nothing else; it is in no list and no report, and ends by itself once each page was sent or was not. The same `key` again is the same drill, and answered with `repeated`. One drill is under way at a time, for a few seconds, or five minutes where nothing can be sent. What becomes of the pages, and who acknowledges them, is in the timeline of `incident`.',
    problems: ['invalid-request', 'drill-under-way', 'body-too-large', 'unsupported-content-type'],
  },
  deploys: {
    summary: 'Deploys of a range and their release verdicts',
    description:
      'Those that began within it, the one that began last first; kept for 90 days. Without `service`: those of every service that the stack describes, and what is nobody’s. `unheardOf` are services of whose deploys nobody ever told: that is not to know, not none. `isCut`: older ones were left out because there are so many. `next` is the cursor of the next page; null: this was the last.',
    problems: ['invalid-request'],
  },
  document: {
    summary: 'This document',
    description: 'As it was when the stack was deployed.',
    problems: ['invalid-request'],
  },
};
