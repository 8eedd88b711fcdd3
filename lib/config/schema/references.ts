import * as z from 'zod';
import type { Target, TargetName } from '../../core/configuration.ts';
import { listed } from '../../core/words.ts';
import { textField } from './expected.ts';
import type { Reading } from './expected.ts';
import { readName } from './names.ts';
import type { Names } from './names.ts';

const KINDS = { schedule: 'schedules', responder: 'responders', channel: 'channels' } as const;

type TargetKind = keyof typeof KINDS;

const isTargetKind = (text: string): text is TargetKind => Object.hasOwn(KINDS, text);

/** The name of something that the file describes elsewhere. */
export const nameOfKind = (names: Names, kind: 'responders' | 'escalations' | 'services'): z.ZodType<string, string> =>
  textField<string>(`the name of one of ${kind}`, (text) => readName(names, kind, text));

const unfitAdvice = (kind: TargetKind, kinds: readonly TargetKind[]): string =>
  kinds.includes('responder')
    ? `a ${kind} cannot be named here, name its responders`
    : `a ${kind} cannot be named here, describe a channel for it`;

const readTarget = (names: Names, kinds: readonly TargetKind[], text: string): Reading<string> => {
  const colon = text.indexOf(':');
  const kind = text.slice(0, Math.max(colon, 0));
  if (!isTargetKind(kind)) return {};
  if (!kinds.includes(kind)) return { advice: unfitAdvice(kind, kinds) };
  const named = readName(names, KINDS[kind], text.slice(colon + 1));
  return 'value' in named ? { value: text } : named;
};

const PATTERN = '[a-z0-9][a-z0-9-]{0,62}$';

const targetField = (names: Names, kinds: readonly TargetKind[]): z.ZodType<string, string> =>
  textField<string>(listed(kinds.map((kind) => `${kind}:NAME`), 'or'), (text) => readTarget(names, kinds, text)).meta({
    pattern: `^(${kinds.join('|')}):${PATTERN}`,
  });

export const targetName = (names: Names): z.ZodType<TargetName, string> =>
  targetField(names, ['schedule', 'responder', 'channel']) as z.ZodType<TargetName, string>;

export const target = (names: Names): z.ZodType<Target, string> =>
  targetField(names, ['responder', 'channel']) as z.ZodType<Target, string>;

export const channelTarget = (names: Names): z.ZodType<Target, string> =>
  targetField(names, ['channel']) as z.ZodType<Target, string>;

/** A list of different targets. */
export const listOfTargets = <T extends string>(
  item: z.ZodType<T, string>,
  { least, most }: { readonly least: 0 | 1; readonly most: number },
): z.ZodType<T[], string[]> =>
  z
    .array(item)
    .min(least, { error: 'expected at least one target, got an empty list' })
    .max(most, { error: `expected at most ${String(most)} targets` })
    .superRefine((items, context) => {
      for (const [index, one] of items.entries()) {
        if (items.indexOf(one) < index) context.addIssue({ code: 'custom', path: [index], message: `${one} is named twice` });
      }
    });
