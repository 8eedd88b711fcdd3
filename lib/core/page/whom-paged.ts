import type { IncidentFacts } from './page-facts.ts';

/** What the name of the reader is in facts that speak to them. */
const YOU = 'you';

const named = (names: readonly string[], reader: string | undefined): readonly string[] =>
  names.map((name) => (name === YOU ? (reader ?? name) : name));

/** Who is being paged, everybody by name: a channel and a machine have no `you`. May be hostile. */
export const pagedByName = ({ paging = [], reader }: IncidentFacts): readonly string[] => named(paging, reader);

/** Who is paged next, the same way; undefined: nobody. */
export const nextByName = ({ next, reader }: IncidentFacts): readonly string[] | undefined =>
  next && (next.names ?? named([next.who], reader));
