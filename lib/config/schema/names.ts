import { suggestion } from './nearest.ts';
import type { YamlSource } from '../yaml/yaml-source.ts';

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
export const namesIn = (source: YamlSource): Names => ({
  services: source.keysAt(['services']),
  responders: source.keysAt(['responders']),
  channels: source.keysAt(['channels']),
  schedules: source.keysAt(['schedules']),
  escalations: source.keysAt(['escalations']),
});

/** Why `name` names nothing of this kind; undefined when it does. */
export const unknownName = (names: Names, kind: Kind, name: string): string | undefined => {
  if (names[kind].includes(name)) return undefined;
  const known = names[kind].length === 0 ? `: describe it under ${kind}` : suggestion(name, names[kind]);
  return `there is no ${CALLED[kind]} ${JSON.stringify(name)}${known}`;
};
