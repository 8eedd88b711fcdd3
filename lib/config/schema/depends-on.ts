import * as z from 'zod';
import type { Names } from './names.ts';
import { nameOfKind } from './references.ts';

const MOST = 20;

export const dependsOn = (names: Names): z.ZodType<string[]> =>
  z
    .array(nameOfKind(names, 'services'))
    .max(MOST, { error: `expected at most ${String(MOST)} services` })
    .superRefine((services, context) => {
      for (const [index, one] of services.entries())
        if (services.indexOf(one) < index) context.addIssue({ code: 'custom', path: [index], message: `${one} is named twice` });
    });

type Written = Readonly<Record<string, { readonly dependsOn?: readonly string[] | undefined }>>;

/** The way from a service back to itself, both ends named; undefined: there is none. */
const circleFrom = (start: string, services: Written): readonly string[] | undefined => {
  const ways: (readonly string[])[] = [[start]];
  const seen = new Set<string>();
  for (let way = ways.pop(); way !== undefined; way = ways.pop()) {
    for (const next of services[way.at(-1) ?? '']?.dependsOn ?? []) {
      if (next === start) return [...way, next];
      if (!seen.has(next)) ways.push([...way, next]);
      seen.add(next);
    }
  }
  return undefined;
};

const MOST_SPOKEN = 6;

const spoken = (circle: readonly string[]): string => {
  const left = circle.length - MOST_SPOKEN;
  const shown = left < 2 ? circle : [...circle.slice(0, MOST_SPOKEN - 1), `… (${String(left)} more)`, circle.at(-1)];
  return shown.join(' depends on ');
};

/** Of two services that each say that the other is to blame, neither page would name where to look. */
export const checkCircles = (services: Written, context: z.RefinementCtx): void => {
  const told = new Set<string>();
  for (const name of Object.keys(services)) {
    const circle = told.has(name) ? undefined : circleFrom(name, services);
    if (circle === undefined) continue;
    for (const one of circle) told.add(one);
    const message = `${spoken(circle)}: leave out the call by which trouble does not spread`;
    context.addIssue({ code: 'custom', path: [name, 'dependsOn'], message });
  }
};
