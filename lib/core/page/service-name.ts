import { UNROUTED } from '../configuration.ts';
import type { IncidentFacts } from './page-facts.ts';

export const isUnmapped = ({ service }: Pick<IncidentFacts, 'service'>): boolean => service === UNROUTED;

/** Of an alarm that belongs to no service: why it says so little. */
export const UNMAPPED = 'No rule of tocsin.yaml maps this alarm.';

/** The service; of an alarm that belongs to none `unmapped alarm`. May be hostile. */
export const serviceName = (facts: Pick<IncidentFacts, 'service'>): string =>
  isUnmapped(facts) ? 'unmapped alarm' : facts.service;
