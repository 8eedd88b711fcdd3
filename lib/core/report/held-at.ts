import type { IncidentEvent } from '../incident/events.ts';
import type { Telling } from './wording.ts';

/** What its sentence has to know of what came before an event. */
type Before = Omit<Telling, 'voice'>;

export const AT_FIRST: Before = { levels: 0, rounds: 1, isSnoozed: false };

const after = (before: Before, event: IncidentEvent): Before => {
  const { type } = event;
  if (type === 'IncidentOpened' || type === 'ConfigurationApplied')
    return { ...before, levels: event.levels, rounds: event.rounds };
  if (type === 'IncidentSnoozed' || type === 'IncidentAcknowledged')
    return { ...before, isSnoozed: type === 'IncidentSnoozed' };
  return before;
};

/** What held when each fact came: levels and rounds, as it opened and after each configuration since, and how somebody has it. */
export const heldAt = (timeline: readonly IncidentEvent[]): ReadonlyMap<IncidentEvent, Before> => {
  let before = AT_FIRST;
  return new Map(
    timeline.map((event) => {
      before = after(before, event);
      return [event, before];
    }),
  );
};
