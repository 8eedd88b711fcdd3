import * as z from 'zod';
import type { EscalationPolicy, Level, Target, TargetName } from '../../core/configuration.ts';
import { MOST_PAGED } from '../../core/escalation/levels.ts';
import type { Names } from './names.ts';
import { duration, wholeNumber } from './fields.ts';
import { listOfTargets, target, targetName } from './references.ts';

/** One append notifies 12 at most, the owner first: so many names are always all told. */
const MOST_NOTIFIED = 11;

const level = (names: Names): z.ZodType<Level> =>
  z
    .strictObject({
      page: listOfTargets(targetName(names), { least: 1, most: MOST_PAGED }).meta({
        description: 'Who is paged at this level, all at once.',
        examples: [['schedule:web-primary'], ['responder:alice']],
      }),
      escalateAfter: duration({ example: '15m', least: '1s', most: '24h' })
        .prefault('15m')
        .meta({ description: 'Without an acknowledgement for so long, the next level is paged.' }),
    })
    .transform(({ page, escalateAfter }) => ({ page, escalateAfterMs: escalateAfter }));

const unique = (targets: readonly TargetName[]): readonly TargetName[] => [...new Set(targets)];

/** Every channel; without any whoever is on call then, which is asked when somebody is to be told. */
const defaultNotify = ({ channels }: Names): Pick<EscalationPolicy, 'notify'> =>
  channels.length === 0 ? {} : { notify: channels.map((name): Target => `channel:${name}`) };

/**
 * What a default takes from elsewhere in the file may be more than one append holds: whoever is beyond that would be
 * left out without a word.
 */
const tooManyByDefault = ({ notify = [], unanswered }: EscalationPolicy): string | undefined => {
  if (unanswered.length > MOST_PAGED)
    return `its levels name ${String(unanswered.length)} different targets, at most ${String(MOST_PAGED)} are paged at once when no level is left: give unanswered`;
  if (notify.length > MOST_NOTIFIED)
    return `there are ${String(notify.length)} channels, at most ${String(MOST_NOTIFIED)} are told at once: give notify`;
  return undefined;
};

export const escalationPolicy = (names: Names): z.ZodType<EscalationPolicy> =>
  z
    .strictObject({
      levels: z
        .array(level(names))
        .min(1, { error: 'expected at least one level, got an empty list' })
        .max(10, { error: 'expected at most 10 levels' }),
      repeat: wholeNumber(0, 9).prefault(2).meta({ description: 'Rounds after the first.' }),
      acknowledgementTimeout: duration({ example: '30m', least: '1m', most: '24h' })
        .prefault('30m')
        .meta({ description: 'An acknowledgement holds so long without a further sign of life.' }),
      notify: listOfTargets(target(names), { least: 0, most: MOST_NOTIFIED }).optional().meta({
        description:
          'Told, not paged: opened, acknowledged, resolved. Default: every channel; without any, whoever is on call at level 1 then. An empty list: nobody.',
      }),
      unanswered: listOfTargets(targetName(names), { least: 1, most: MOST_PAGED })
        .optional()
        .meta({ description: 'Paged when no level is left. Default: every target of the levels.' }),
      unansweredEvery: duration({ example: '1h', least: '1m', most: '24h', because: 'everybody named is paged again so often' })
        .prefault('1h')
        .meta({ description: 'How often those are paged again.' }),
    })
    .transform((written, context): EscalationPolicy => {
      const policy: EscalationPolicy = {
        levels: written.levels,
        repeat: written.repeat,
        acknowledgementTimeoutMs: written.acknowledgementTimeout,
        ...(written.notify === undefined ? defaultNotify(names) : { notify: written.notify }),
        unanswered: written.unanswered ?? unique(written.levels.flatMap(({ page }) => page)),
        unansweredEveryMs: written.unansweredEvery,
      };
      const message = tooManyByDefault(policy);
      if (message !== undefined) context.addIssue({ code: 'custom', message });
      return policy;
    });
