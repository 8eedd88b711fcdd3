import { saidIn } from './said.ts';
import { templateOf } from './template.ts';

/** A place in a template in which so many different words stand is a parameter. */
const PARAMETER_WORDS = 6;
/** Words of a template that may be one. */
const WORDS = 16;
/** Two of them in one template are found. */
const ROUNDS = 2;
/** Of so many templates of one length and first word, a place in which every fifth has a word of its own is one too. */
const CROWD = 20;
const OWN_WORDS = 0.2;
/** Templates that are held apart; the rest, the rarest, are left out. */
export const MOST_TEMPLATES = 2_000;

/** Messages of one template, by the stretch they are of. */
export interface MessageGroup {
  readonly template: string;
  readonly counts: readonly number[];
  /** The first that came of the last stretch that has any. */
  readonly example: string;
}

interface Building extends MessageGroup {
  readonly counts: number[];
  example: string;
}

const totalOf = ({ counts }: MessageGroup): number => counts.reduce((sum, count) => sum + count, 0);

const byTotal = (one: MessageGroup, other: MessageGroup): number =>
  totalOf(other) - totalOf(one) || (one.template < other.template ? -1 : 1);

/** Of a text that the same number of messages begins with, the least: the order of messages changes nothing. */
const lesser = (one: string, other: string): string => (one !== '' && one <= other ? one : other);

const added = (into: Building | undefined, one: MessageGroup, template: string): Building => {
  if (into === undefined) return { template, counts: [...one.counts], example: one.example };
  const last = into.counts.findLastIndex((count) => count > 0);
  const its = one.counts.findLastIndex((count) => count > 0);
  if (its > last) into.example = one.example;
  else if (its === last) into.example = lesser(into.example, one.example);
  one.counts.forEach((count, index) => {
    into.counts[index] = (into.counts[index] ?? 0) + count;
  });
  return into;
};

const together = (
  groups: readonly MessageGroup[],
  nameOf: (group: MessageGroup) => string,
): readonly MessageGroup[] => {
  const merged = new Map<string, Building>();
  for (const group of groups) {
    const name = nameOf(group);
    merged.set(name, added(merged.get(name), group, name));
  }
  return [...merged.values()];
};

/** The template without one of its words, for each of them. */
const withoutOne = (template: string): readonly (readonly [rest: string, word: string])[] => {
  const words = template.split(' ');
  return words
    .slice(0, WORDS)
    .map((word, index) => [[...words.slice(0, index), '*', ...words.slice(index + 1)].join(' '), word] as const);
};

/** Templates that differ in one place, by many words, are one. */
const parametersMerged = (groups: readonly MessageGroup[]): readonly MessageGroup[] => {
  const words = new Map<string, Set<string>>();
  for (const { template } of groups) {
    for (const [rest, word] of withoutOne(template)) {
      const seen = words.get(rest) ?? new Set();
      words.set(rest, seen.size < PARAMETER_WORDS ? seen.add(word) : seen);
    }
  }
  const wide = ({ template }: MessageGroup): string =>
    withoutOne(template).find(([rest]) => (words.get(rest)?.size ?? 0) >= PARAMETER_WORDS)?.[0] ?? template;
  return together(groups, wide);
};

/** Of templates of one length, the places in which words have no end; none where little else would be left. */
const crowded = (templates: readonly (readonly string[])[]): ReadonlySet<number> => {
  if (templates.length < CROWD) return new Set();
  const least = Math.max(CROWD, OWN_WORDS * templates.length);
  const length = templates[0]?.length ?? 0;
  const places = Array.from({ length }, (_, place) => place).filter(
    (place) => new Set(templates.map((words) => words[place])).size >= least,
  );
  return new Set(places.length * 2 > length ? [] : places);
};

/** Several parameters at once, of which each message has its own. */
const crowdsMerged = (groups: readonly MessageGroup[]): readonly MessageGroup[] => {
  const wide = new Map<string, string>();
  const split = groups.map(({ template }) => template.split(' '));
  for (const alike of Map.groupBy(split, (words) => `${String(words.length)} ${words[0] ?? ''}`).values()) {
    const places = crowded(alike);
    for (const words of alike)
      wide.set(words.join(' '), words.map((word, place) => (places.has(place) ? '*' : word)).join(' '));
  }
  return together(groups, ({ template }) => wide.get(template) ?? template);
};

const counted = (stretches: readonly (readonly string[])[]): readonly MessageGroup[] => {
  const groups = new Map<string, Building>();
  stretches.forEach((messages, stretch) => {
    const counts = stretches.map((_, index) => Number(index === stretch));
    for (const message of messages) {
      const example = saidIn(message);
      if (example === '') continue;
      const template = templateOf(example);
      groups.set(template, added(groups.get(template), { template, counts, example }, template));
    }
  });
  return [...groups.values()];
};

/**
 * Messages by what they have in common, the most frequent first, whatever their order. Numbers, ids and the like are masked
 * as Drain's preprocessing does (He et al., 2017, https://doi.org/10.1109/ICWS.2017.13); a word is a parameter where many
 * stand in its place, as in SLCT and LogCluster (Vaarandi and Pihelgas, 2015, https://doi.org/10.1109/CNSM.2015.7367331),
 * not where two messages are similar: "refused by the database" and "refused by the cache" must stay two.
 */
export const groupsIn = (stretches: readonly (readonly string[])[]): readonly MessageGroup[] => {
  let groups = [...crowdsMerged(counted(stretches))].sort(byTotal).slice(0, MOST_TEMPLATES);
  for (let round = 0; round < ROUNDS; round += 1) groups = [...parametersMerged(groups)].sort(byTotal);
  return groups;
};
