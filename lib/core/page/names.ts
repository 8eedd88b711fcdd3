import { type Configuration, OPS, responderOf, type Target } from '../configuration.ts';
import { OPS_TOPIC } from '../words.ts';

/** The display name behind a responder id; the id itself where nobody is configured by it any more. */
export const responderName = ({ responders }: Configuration, id: string): string =>
  Object.hasOwn(responders, id) ? (responders[id]?.name ?? id) : id;

/** The same within a sentence; the reader is `you`. */
export const nameFor = (configuration: Configuration, id: string, reader: Target): string =>
  reader === `responder:${id}` ? 'you' : responderName(configuration, id);

export const nameOfTarget = (configuration: Configuration, target: Target): string => {
  if (target === OPS) return OPS_TOPIC;
  const [kind = '', id = ''] = target.split(':');
  if (kind === 'responder') return responderName(configuration, id);
  return Object.hasOwn(configuration.channels, id) ? (configuration.channels[id]?.name ?? id) : id;
};

/** The names of these, the reader first and as `you`; a channel has readers, and is called by its name. */
export const namesFor = (
  configuration: Configuration,
  targets: readonly Target[],
  reader: Target,
): readonly string[] => {
  const others = targets.filter((target) => target !== reader || responderOf(reader) === undefined);
  const names = others.map((target) => nameOfTarget(configuration, target));
  return others.length === targets.length ? names : ['you', ...names];
};
