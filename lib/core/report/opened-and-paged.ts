import type { IncidentOpened } from '../incident/events.ts';
import type { PageReason } from '../incident/incident.ts';
import { signerName } from '../incident/signer.ts';
import { serviceName } from '../page/service-name.ts';
import { WHY_PAGED } from './reasons.ts';

/** How many there were then. */
interface Levels {
  readonly levels: number;
  readonly rounds: number;
}

interface Asked {
  readonly level: number;
  readonly round: number;
  readonly isUnanswered?: boolean | undefined;
}

interface AskedFor extends Asked {
  readonly reason: PageReason;
}

export const place = ({ level, round, isUnanswered }: Asked, { levels, rounds }: Levels): string =>
  isUnanswered === true
    ? 'no level is left'
    : `level ${String(Math.min(level, levels))} of ${String(levels)}${round > 1 ? `, round ${String(round)} of ${String(rounds)}` : ''}`;

export const pageRequested = (asked: AskedFor, whom: string, levels: Levels): string =>
  asked.reason === 'test'
    ? `a test page to ${whom} is requested, not sent`
    : `a page to ${whom} is requested, not sent: ${place(asked, levels)}`;

export const pageSent = (asked: AskedFor, whom: string, levels: Levels): string =>
  asked.reason === 'test'
    ? `sent a test page to ${whom}`
    : `paged ${whom}: ${place(asked, levels)}${WHY_PAGED[asked.reason]}`;

export const openedInWords = (event: IncidentOpened): string => {
  const { kind, environment, severity, signedBy } = event;
  if (kind !== 'drill') return `incident opened: ${serviceName(event)} in ${environment}, ${severity}`;
  return `drill opened${signedBy === undefined ? '' : ` by ${signerName(signedBy)}`}: test pages, nothing is wrong`;
};
