import type { Incident, Requested } from './incident.ts';

export const isDrill = ({ kind }: Pick<Incident, 'kind'>): boolean => kind === 'drill';

export const isTestPage = (one: Requested): boolean => one.kind === 'page' && one.reason === 'test';
