import { suggestion } from './nearest.ts';
import type { YamlSource } from '../yaml/yaml-source.ts';

/** What the file describes, in file order: what a reference may name. */
export interface Names {
  readonly services: readonly string[];
  readonly responders: readonly string[];
  readonly channels: readonly string[];
  readonly schedules: readonly string[];
  readonly escalations: readonly string[];
  /** Everybody in a schedule's rotations. */
  readonly rotations: ReadonlyMap<string, readonly string[]>;
}

export const NO_NAMES: Names = {
  services: [],
  responders: [],
  channels: [],
  schedules: [],
  escalations: [],
  rotations: new Map(),
};

type Kind = Exclude<keyof Names, 'rotations'>;

const CALLED: Readonly<Record<Kind, string>> = {
  services: 'service',
  responders: 'responder',
  channels: 'channel',
  schedules: 'schedule',
  escalations: 'escalation policy',
};

const member = (value: unknown, key: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    ? (value as Record<string, unknown>)[key]
    : undefined;

const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** Reads what it can of a file that may be wrong anywhere: each wrong part is told by its own check. */
export const namesIn = (source: YamlSource): Names => {
  const schedules = source.keysAt(['schedules']);
  const peopleOf = (schedule: string): readonly string[] =>
    list(member(member(member(source.value, 'schedules'), schedule), 'layers'))
      .flatMap((layer) => list(member(layer, 'rotation')))
      .filter((name) => typeof name === 'string');
  return {
    services: source.keysAt(['services']),
    responders: source.keysAt(['responders']),
    channels: source.keysAt(['channels']),
    schedules,
    escalations: source.keysAt(['escalations']),
    rotations: new Map(schedules.map((schedule) => [schedule, peopleOf(schedule)])),
  };
};

/** Why `name` names nothing of this kind; undefined when it does. */
export const unknownName = (names: Names, kind: Kind, name: string): string | undefined => {
  if (names[kind].includes(name)) return undefined;
  const known = names[kind].length === 0 ? `: describe it under ${kind}` : suggestion(name, names[kind]);
  return `there is no ${CALLED[kind]} ${JSON.stringify(name)}${known}`;
};
