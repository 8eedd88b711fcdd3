import type { Reading } from './expected.ts';
import { suggestion } from './nearest.ts';
import type { Path } from '../yaml/problem.ts';
import { quotedText } from '../yaml/quoted-text.ts';

/** What the file describes, in file order: what a reference may name. */
export interface Names {
  readonly services: readonly string[];
  readonly responders: readonly string[];
  readonly channels: readonly string[];
  readonly schedules: readonly string[];
  readonly escalations: readonly string[];
}

export const NO_NAMES: Names = {
  services: [],
  responders: [],
  channels: [],
  schedules: [],
  escalations: [],
};

type Kind = keyof Names;

const CALLED: Readonly<Record<Kind, string>> = {
  services: 'service',
  responders: 'responder',
  channels: 'channel',
  schedules: 'schedule',
  escalations: 'escalation policy',
};

/** Reads what it can of a file that may be wrong anywhere: each wrong part is told by its own check. */
export const namesIn = (keysAt: (path: Path) => readonly string[]): Names => ({
  services: keysAt(['services']),
  responders: keysAt(['responders']),
  channels: keysAt(['channels']),
  schedules: keysAt(['schedules']),
  escalations: keysAt(['escalations']),
});

/** What a text becomes that names something of this kind. */
export const readName = (names: Names, kind: Kind, name: string): Reading<string> => {
  if (names[kind].includes(name)) return { value: name };
  const advice = names[kind].length === 0 ? `describe it under ${kind}` : suggestion(name, names[kind]);
  return { instead: `there is no ${CALLED[kind]} ${quotedText(name)}`, advice };
};
