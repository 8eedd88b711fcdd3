import * as z from 'zod';
import type { EscalationPolicy, Level, Target, TargetName } from '../../core/configuration.ts';
import { canonicalJson } from '../../core/canonical-json.ts';
import { MINUTE } from '../../core/time.ts';
import type { Names } from './names.ts';
import { duration, wholeNumber } from './fields.ts';
import { listOfTargets, target, targetName } from './references.ts';

/** A policy is copied into every incident's head, which is bounded: architecture, storage. */
const MOST_POLICY_BYTES = 6 * 1_024;
const MOST_TARGETS = 50;

const level = (names: Names): z.ZodType<Level> =>
  z
    .strictObject({
      page: listOfTargets(targetName(names), { least: 1, most: 20 }).meta({
        description: 'Who is paged at this level, all at once.',
        examples: [['schedule:web-primary'], ['responder:alice']],
      }),
      escalateAfter: duration('15m')
        .prefault('15m')
        .meta({ description: 'Without an acknowledgement for so long, the next level is paged.' }),
    })
    .transform(({ page, escalateAfter }) => ({ page, escalateAfterMs: escalateAfter }));

const unique = <T>(items: readonly T[]): readonly T[] => [...new Set(items)];

/** Every channel; without any, whom level 1 names or has in its rotations. */
const defaultNotify = (names: Names, first: Level | undefined): readonly Target[] => {
  if (names.channels.length > 0) return names.channels.map((name) => `channel:${name}` as const);
  const people = (first?.page ?? []).flatMap((name): readonly Target[] => {
    if (!name.startsWith('schedule:')) return [name as Target];
    const rotation = names.rotations.get(name.slice('schedule:'.length)) ?? [];
    return rotation.map((person) => `responder:${person}` as const);
  });
  return unique(people);
};

const sizeProblem = (policy: EscalationPolicy): string | undefined => {
  const named: readonly TargetName[] = [...policy.levels.flatMap(({ page }) => page), ...policy.notify, ...policy.unanswered];
  const targets = unique(named).length;
  if (targets > MOST_TARGETS) {
    return `names ${String(targets)} different targets (levels, notify and unanswered together), at most ${String(MOST_TARGETS)} are possible: name a schedule, or give notify`;
  }
  const bytes = new TextEncoder().encode(canonicalJson(policy)).length;
  if (bytes <= MOST_POLICY_BYTES) return undefined;
  return `takes ${String(bytes)} bytes, at most ${String(MOST_POLICY_BYTES)} are possible: use fewer targets or shorter names`;
};

export const escalationPolicy = (names: Names): z.ZodType<EscalationPolicy> =>
  z
    .strictObject({
      levels: z
        .array(level(names))
        .min(1, { error: 'expected at least one level, got an empty list' })
        .max(10, { error: 'expected at most 10 levels' }),
      repeat: wholeNumber(0, 9).prefault(2).meta({ description: 'Rounds after the first.' }),
      acknowledgementTimeout: duration('30m')
        .prefault('30m')
        .meta({ description: 'An acknowledgement holds so long without a further sign of life.' }),
      notify: listOfTargets(target(names), { least: 0, most: 50 }).optional().meta({
        description:
          'Told, not paged: opened, acknowledged, resolved. Default: every channel; without any, whom level 1 names or has in its rotations.',
      }),
      unanswered: listOfTargets(targetName(names), { least: 1, most: 50 })
        .optional()
        .meta({ description: 'Paged when no level is left. Default: every target of the levels.' }),
      unansweredEvery: duration('1h')
        .refine((ms) => ms >= MINUTE, { error: 'expected at least 1m: everybody named is paged again so often' })
        .prefault('1h').meta({ description: 'How often those are paged again.' }),
    })
    .transform((written, context): EscalationPolicy => {
      const policy = {
        levels: written.levels,
        repeat: written.repeat,
        acknowledgementTimeoutMs: written.acknowledgementTimeout,
        notify: written.notify ?? defaultNotify(names, written.levels[0]),
        unanswered: written.unanswered ?? unique(written.levels.flatMap(({ page }) => page)),
        unansweredEveryMs: written.unansweredEvery,
      };
      const message = sizeProblem(policy);
      if (message !== undefined) context.addIssue({ code: 'custom', message });
      return policy;
    });
