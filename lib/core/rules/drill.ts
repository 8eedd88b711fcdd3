import { MOST_PAGED } from '../escalation/levels.ts';
import { requestPages } from '../escalation/message.ts';
import { givenUpAt } from '../escalation/wake.ts';
import type { CommandOf } from '../incident/commands.ts';
import type { Draft } from '../incident/draft.ts';
import type { IncidentOpened } from '../incident/events.ts';
import type { Place } from '../incident/incident.ts';
import type { Rejection } from '../incident/rejection.ts';
import { signerName } from '../incident/signer.ts';
import { recordPage } from './record.ts';
import { write } from './respond.ts';

/** A test page is of no level. */
const NO_LEVEL: Place = { level: 0, round: 0 };

export const drillOpened = ({ at, opening, signedBy }: CommandOf<'OpenDrill'>): IncidentOpened => ({
  v: 2,
  at,
  type: 'IncidentOpened',
  ...opening,
  severity: 'warning',
  levels: 0,
  rounds: 0,
  ...(signedBy === undefined ? {} : { signedBy }),
});

/** It ends by itself, as soon as each of its pages came to something. */
const endIfDone = (draft: Draft): void => {
  if (draft.isOpen && draft.incident.requested.length === 0) draft.add({ type: 'DrillEnded' });
};

export const requestTestPages = (draft: Draft, { targets, signedBy }: CommandOf<'OpenDrill'>): void => {
  const by = signedBy === undefined ? {} : { by: signerName(signedBy) };
  requestPages(draft, [...new Set(targets)].slice(0, MOST_PAGED), { reason: 'test', place: NO_LEVEL, ...by });
  endIfDone(draft);
};

export const recordTestPage = (draft: Draft, command: CommandOf<'RecordPage'>): void => {
  recordPage(draft, command);
  endIfDone(draft);
};

/** What nobody has sent by now is given up: whoever sends died, or is kept busy by pages that matter more. */
export const tickDrill = (draft: Draft): void => {
  for (const page of draft.incident.requested.filter((one) => draft.isDue(givenUpAt(one)))) {
    const { pageId, target, kind } = page;
    draft.add({ type: 'PageFailed', pageId, target, kind, error: 'unsent for 5 min' });
  }
  endIfDone(draft);
};

/** Recorded after its end too: a page may be read long after it was sent. Whatever was seen of a drill, nothing rests on it. */
export const acknowledgeDrill = (draft: Draft, { by, response, note }: CommandOf<'Respond'>): Rejection | undefined => {
  if (response.type !== 'acknowledge') return { reason: 'only-a-drill' };
  const refused = note === undefined ? undefined : write(draft, by, note);
  if (refused === undefined) draft.add({ type: 'TestPageAcknowledged', by });
  return refused;
};
