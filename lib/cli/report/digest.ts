import { digestJson, digestText } from '../../core/digest/digest-message.ts';
import { lastDigestWeek } from '../../core/digest/week.ts';
import { DAY, later } from '../../core/time.ts';
import { readDigest } from '../../pipeline/read-digest.ts';
import { UsageError } from '../terminal/command-error.ts';
import { printable } from '../terminal/printable.ts';
import type { Shell } from '../terminal/shell.ts';
import { reportEnd, type ReportOptions } from './options.ts';
import { reportSourceOf, tellOfLacks } from './source.ts';

/** Days before the end of a week from which its last anchor is looked for. */
const ANCHORED_WITHIN_MS = 4 * DAY;

/** `tocsin report --digest`: what channels are told of the last week by then; nothing is sent. @throws UsageError */
export const showDigest = async (shell: Shell, options: ReportOptions): Promise<void> => {
  const at = reportEnd(options, shell.now());
  const source = await reportSourceOf(shell, options);
  const { configuration, incidents, anchors, place } = source;
  if (configuration === undefined)
    throw new UsageError('--digest: its zone and names stand in tocsin.yaml: name it with --config <file>');
  const week = lastDigestWeek(at, configuration.digest?.timeZone ?? 'UTC');
  const since = later(week.to, -ANCHORED_WITHIN_MS).slice(0, 10);
  const anchor = async () => (await anchors(since)).at(-1);
  const digest = await readDigest({ incidents, anchor, configuration }, week, { now: at, hasTime: () => true });
  const sending = { configuration, sentAt: undefined, where: place.option };
  shell.out(
    options.json === true
      ? JSON.stringify(digestJson(digest, sending), undefined, 2)
      : digestText(digest, sending).split('\n').map(printable).join('\n'),
  );
  await tellOfLacks(source, [], shell);
};
