import type { IncidentEvent } from '../../core/incident/events.ts';
import { liveRecordInWords, liveRecordOf } from '../../core/report/live-record.ts';
import type { Voice } from '../../core/report/voice.ts';
import { printable } from '../terminal/printable.ts';

/** What a person found it was, and whether it was said before; nothing while nobody has said so. */
export const confirmedFact = (
  timeline: readonly IncidentEvent[],
  voice: Voice,
): readonly (readonly [string, string])[] => {
  const text = liveRecordInWords(liveRecordOf(timeline), voice);
  return text === undefined ? [] : [['it was', printable(text)]];
};
