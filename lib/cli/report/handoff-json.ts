import type { HandedOver, Handoff } from '../../core/figures/handoff.ts';
import type { ResponderFigures } from '../../core/figures/responder-figures.ts';
import type { Watch } from '../../core/figures/to-watch.ts';
import { type ListEntry, listEntryOf } from '../../core/report/list-entry.ts';
import type { Instant } from '../../core/time.ts';

interface IncidentJson extends Pick<ListEntry, 'incidentId' | 'service' | 'environment' | 'status' | 'openedAt'> {
  readonly severity: string;
  readonly resolvedAt: Instant | null;
  readonly cause: string;
  readonly isConfirmed: boolean;
  readonly alarm: string | null;
  readonly watch: readonly Watch[];
}

/** schema/handoff.schema.json. */
interface HandoffJson {
  readonly schema: 'handoff/1';
  readonly schedule: string;
  readonly shift: {
    readonly responder: string;
    readonly from: Instant;
    readonly to: Instant;
    readonly next: string | null;
  };
  readonly at: Instant;
  readonly incidents: readonly IncidentJson[];
  readonly paged: readonly Omit<ResponderFigures, 'hoursOnCall'>[];
}

const incidentJson = ({ head, measures, watches }: HandedOver): IncidentJson => {
  const { incidentId, service, environment, status, openedAt, resolvedAt } = listEntryOf(head);
  const { severity, cause, isConfirmed, worstAlarm } = measures;
  return {
    incidentId,
    service,
    environment,
    severity,
    status,
    openedAt,
    resolvedAt: resolvedAt ?? null,
    cause,
    isConfirmed,
    alarm: worstAlarm?.name ?? null,
    watch: watches,
  };
};

export const handoffJson = ({ shift, at, wasOpen, paged }: Handoff, schedule: string): HandoffJson => ({
  schema: 'handoff/1',
  schedule,
  shift: { ...shift, next: shift.next ?? null },
  at,
  incidents: wasOpen.map(incidentJson),
  paged: paged.map(({ responder, pages, atNight, offHours }) => ({ responder, pages, atNight, offHours })),
});
