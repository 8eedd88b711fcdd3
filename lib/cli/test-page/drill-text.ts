import { responderOf, type Target } from '../../core/configuration.ts';
import { counted, listed } from '../../core/words.ts';
import type { TopicSubscriptions } from '../../adapters/sns/topic-subscriptions.ts';
import { wrap } from '../terminal/layout.ts';
import type { Shell } from '../terminal/shell.ts';
import type { Acknowledged, TestedTarget } from './drill-outcome.ts';

/** Where it stands what to do then. */
export const NOTHING_ARRIVES = 'docs/troubleshooting.md#nothing-arrives';

/** One page, and who subscribes to its topic where that could be read. */
export interface ShownTarget extends TestedTarget {
  readonly subscriptions?: TopicSubscriptions | undefined;
}

export const testedName = (target: Target): string => responderOf(target) ?? target;

/** `1.2 s`; from a minute on whole seconds. */
const afterInWords = (seconds: number): string =>
  seconds < 60
    ? `${seconds.toFixed(1)} s`
    : `${String(Math.floor(seconds / 60))} min ${String(Math.round(seconds % 60))} s`;

const becameOf = ({ outcome, afterSeconds = 0, error = '' }: TestedTarget): string => {
  switch (outcome) {
    case 'accepted':
      return `accepted by SNS after ${afterInWords(afterSeconds)}`;
    case 'failed':
      return `failed after ${afterInWords(afterSeconds)}: ${error}`;
    case 'unknown':
      return 'not known: SNS did not answer in time, so it may have gone out';
    case 'waiting':
      return 'not sent yet: the sender of the stack has not come to it; its log says why';
  }
};

/** Nobody can get what is sent there. */
export const isUnheard = ({ subscriptions }: ShownTarget): boolean =>
  subscriptions !== undefined && subscriptions.confirmed.length === 0;

const subscribed = (shown: ShownTarget): string => {
  const { subscriptions } = shown;
  if (subscriptions === undefined) return '';
  const { confirmed, pending } = subscriptions;
  const waits = pending === 0 ? '' : `, ${counted(pending, 'subscription')} not confirmed yet`;
  if (isUnheard(shown)) return `; NOBODY CAN GET IT: no confirmed subscription${waits}`;
  const protocols = [...Map.groupBy(confirmed, (protocol) => protocol)];
  return `; subscribed: ${listed(
    protocols.map(([protocol, all]) => (all.length === 1 ? protocol : `${String(all.length)} ${protocol}`)),
    'and',
  )}${waits}`;
};

export const targetLines = (targets: readonly ShownTarget[], { ink, width }: Shell): string => {
  const names = targets.map(({ target }) => testedName(target));
  const longest = Math.max(...names.map(({ length }) => length));
  return targets
    .flatMap((shown, index) => {
      const isFine = shown.outcome === 'accepted' && !isUnheard(shown);
      const indent = ' '.repeat(longest + 2);
      return wrap(`${becameOf(shown)}${subscribed(shown)}`, Math.max(30, width - indent.length)).map((line, at) =>
        [
          at === 0 ? ink((names[index] ?? '').padEnd(longest + 2), 'bold') : indent,
          isFine ? ink(line) : ink(line, 'red'),
        ].join(''),
      );
    })
    .join('\n');
};

export const acknowledgedLine = ({ by, afterSeconds }: Acknowledged): string =>
  `${by} acknowledged ${afterInWords(afterSeconds)} after SNS took the page.`;

/** What the whole cannot say, and where to go on. */
export const NO_ARRIVAL = `SNS reports no arrival: that it took a page does not say that anybody has it. Nothing there? ${NOTHING_ARRIVES}`;
