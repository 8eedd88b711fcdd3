import * as z from 'zod';
import type { Layer, Schedule } from '../../core/configuration.ts';
import { expected, textField } from './expected.ts';
import type { Names } from './names.ts';
import { shaped } from './fields.ts';
import { nameOfKind } from './references.ts';
import { timeZone } from './time-zone.ts';

const CLOCK_TIME = shaped('a time of day such as "09:00"', /^(?:[01]\d|2[0-3]):[0-5]\d$/);

const MOST_DAYS = 366;
const turn = textField<number>('whole days or weeks such as 1 week', (text) => {
  const [, count, unit] = /^\s*(\d{1,6})\s*(d|days?|w|weeks?)\s*$/i.exec(text) ?? [];
  if (count === undefined || unit === undefined) return {};
  const days = Number(count) * (unit.toLowerCase().startsWith('w') ? 7 : 1);
  if (days === 0) return { advice: 'a turn lasts at least a day' };
  return days > MOST_DAYS ? { advice: `a turn lasts at most ${String(MOST_DAYS)} days` } : { value: days };
});

/** A date that is no date (2023-02-30) becomes another one when it is read. */
const isCalendarDate = (text: string): boolean => {
  const epoch = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(epoch) && new Date(epoch).toISOString().startsWith(text);
};

const date = textField<string>('a date such as 2023-07-31', (text) => {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return {};
  if (!isCalendarDate(text)) return { advice: 'the calendar has no such day' };
  return text >= '2000-01-01' && text < '2200' ? { value: text } : { advice: 'the year is from 2000 to 2199' };
}).meta({ examples: ['2023-07-31'] });

const weekday = z.enum(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']);

const restrict = z
  .strictObject({
    days: z
      .array(weekday)
      .min(1, { error: 'expected at least one day, got an empty list: leave days out to mean every day' })
      .max(7, { error: 'expected at most 7 days' })
      .optional()
      .meta({ description: 'Days on which a span begins; default: every day.' }),
    from: CLOCK_TIME,
    to: CLOCK_TIME.meta({ description: 'Not after from: the next day.' }),
  })
  .meta({ description: 'The layer covers only these hours, in the zone of the schedule.' });

const layer = (names: Names): z.ZodType<Layer> =>
  z
    .strictObject({
      rotation: z
        .array(nameOfKind(names, 'responders'))
        .min(1, { error: 'expected at least one responder, got an empty list' })
        .max(50, { error: 'expected at most 50 turns' })
        .meta({ description: 'Responders, in the order of their turns.', examples: [['alice', 'bob']] }),
      every: turn.prefault('1 week').meta({ description: 'Length of a turn.', examples: ['1 week', '1 day', '2 weeks'] }),
      starting: date.meta({ description: "First day of the first turn, in the schedule's zone." }),
      handoff: CLOCK_TIME.prefault('09:00').meta({ description: "When turns change, in the schedule's zone." }),
      restrict: restrict.optional(),
    })
    .transform(({ every, ...rest }) => ({ ...rest, everyDays: every }));

export const schedule = (names: Names): z.ZodType<Schedule> =>
  z.strictObject({
    timeZone: timeZone.meta({ description: 'Zone of its dates and times.' }),
    layers: z
      .array(layer(names))
      .min(1, { error: 'expected at least one layer, got an empty list' })
      .max(10, { error: ({ input }) => expected('at most 10 layers', input) })
      .meta({ description: 'Of several layers the last that has somebody wins.' }),
  });
