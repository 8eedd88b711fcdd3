import { type Configuration, OPS, type Target } from '../configuration.ts';
import type { Instant } from '../time.ts';
import { OPS_TOPIC } from '../words.ts';
import type { LocalClock } from './local-clock.ts';

/** How a story calls people and times; events hold ids, names are looked up when read. */
export interface Voice {
  responder(id: string): string;
  target(target: Target): string;
  /** `10:15`, with its day where that is another than that of `near`. */
  time(at: Instant, near: Instant): string;
}

type Named = Pick<Configuration, 'responders' | 'channels'>;

const nameIn = (all: Readonly<Record<string, { readonly name: string }>>, id: string): string =>
  Object.hasOwn(all, id) ? (all[id]?.name ?? id) : id;

/** Who has no name in the configuration is called by the id. */
export const voiceOf = ({ responders, channels }: Named, clock: LocalClock): Voice => {
  const responder = (id: string): string => nameIn(responders, id);
  return {
    responder,
    target: (target) => {
      if (target === OPS) return OPS_TOPIC;
      const id = target.slice(target.indexOf(':') + 1);
      return target.startsWith('channel:') ? nameIn(channels, id) : responder(id);
    },
    time: (at, near) => (clock.day(at) === clock.day(near) ? clock.minute(at) : clock.stamp(at)),
  };
};

/** The zone that most of the team live by: the first schedule's, else the first responder's, else UTC. */
export const homeTimeZone = ({ schedules, responders }: Configuration): string =>
  (Object.values(schedules)[0] ?? Object.values(responders)[0])?.timeZone ?? 'UTC';
