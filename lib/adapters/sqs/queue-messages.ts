import { canonicalJson } from '../../core/canonical-json.ts';
import type { Target } from '../../core/configuration.ts';
import type { Instant } from '../../core/time.ts';
import type { DiagnosisMessage, DigestMessage, PageMessage, TickMessage } from '../../ports/queues.ts';

/** The same page has the same bytes, as SQS wants of equal deduplication ids. */
export const pageBody = ({ incidentId, pageId, target, isTest }: PageMessage): string =>
  canonicalJson({ v: 1, incidentId, pageId, target, ...(isTest === true && { isTest }) });

export const digestBody = ({ week, target }: DigestMessage): string => canonicalJson({ v: 1, digest: week, target });

export const tickBody = ({ v, incidentId, wakeAt }: TickMessage): string => canonicalJson({ v, incidentId, wakeAt });

export const diagnosisBody = ({ v, incidentId }: DiagnosisMessage): string => canonicalJson({ v, incidentId });

const TARGET = /^(?:(?:responder|channel):.|ops$)/su;
const WEEK = /^\d{4}-W\d{2}$/u;
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/u;

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';
const isTarget = (value: unknown): value is Target => isText(value) && TARGET.test(value);
const isInstant = (value: unknown): value is Instant => isText(value) && INSTANT.test(value);

const fieldsIn = (body: string): Readonly<Record<string, unknown>> => {
  try {
    return { ...(JSON.parse(body) as object) };
  } catch {
    return {};
  }
};

/** A message of the pages queue; undefined when the body is none, or of a version that this code does not know. */
export const readPageMessage = (body: string): PageMessage | undefined => {
  const { v, incidentId, pageId, target, isTest } = fieldsIn(body);
  if (v !== 1 || !isText(incidentId) || !isText(pageId) || !isTarget(target)) return undefined;
  return { incidentId, pageId, target, ...(isTest === true && { isTest }) };
};

/** A message of the pages queue that asks for a digest; undefined when the body is no such message. */
export const readDigestMessage = (body: string): DigestMessage | undefined => {
  const { v, digest: week, target } = fieldsIn(body);
  return v === 1 && isText(week) && WEEK.test(week) && isTarget(target) ? { week, target } : undefined;
};

/** A message of the clock; undefined when the body is none, or of a version that this code does not know. */
export const readTickMessage = (body: string): TickMessage | undefined => {
  const { v, incidentId, wakeAt } = fieldsIn(body);
  return v === 1 && isText(incidentId) && isInstant(wakeAt) ? { v, incidentId, wakeAt } : undefined;
};

/** What is asked of a diagnosis; undefined when the body is none, or of a version that this code does not know. */
export const readDiagnosisMessage = (body: string): DiagnosisMessage | undefined => {
  const { v, incidentId } = fieldsIn(body);
  return v === 1 && isText(incidentId) ? { v, incidentId } : undefined;
};
