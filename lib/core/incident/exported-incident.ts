import * as z from 'zod/mini';
import { canonicalJson } from '../canonical-json.ts';
import { parsedJson } from '../json-value.ts';
import type { SealedEvent } from './chain.ts';
import type { Incident } from './incident.ts';
import type { StoredDiagnosis } from './stored-diagnosis.ts';

/** An incident as it is stored, to be kept elsewhere; what it says of itself `verifyTimeline` checks. */
export interface ExportedIncident {
  readonly head: Incident;
  readonly events: readonly SealedEvent[];
  readonly diagnoses: readonly StoredDiagnosis[];
}

const FORMAT = 'incident/1';

/** One line of JSON, the same wherever the same is stored: a head may be kept with its fields in any order. */
export const exportedLine = ({ head, events, diagnoses }: ExportedIncident): string =>
  `{"tocsin":"${FORMAT}","head":${canonicalJson(head)},"events":${JSON.stringify(events)},"diagnoses":${JSON.stringify(diagnoses)}}`;

const whole = z.int().check(z.positive());

const exportedSchema = z.object({
  tocsin: z.literal(FORMAT),
  head: z.looseObject({ incidentId: z.string(), version: whole, tip: z.string() }),
  events: z.array(z.object({ version: whole, body: z.string(), prev: z.string(), hash: z.string() })),
  diagnoses: z.array(z.object({ number: whole, body: z.string() })),
});

/** Undefined: it is no such line. */
export const readExported = (line: string): ExportedIncident | undefined => {
  const { data } = exportedSchema.safeParse(parsedJson(line));
  // The head is compared with what its events give before anybody relies on it.
  return data && { ...data, head: data.head as unknown as Incident };
};
