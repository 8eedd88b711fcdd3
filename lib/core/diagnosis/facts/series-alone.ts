import type { Situation } from './situation.ts';

/** A situation of which nothing but series is known: no deploy, alarm or incident, and no service by name. */
export const seriesAlone = (known: Pick<Situation, 'at' | 'watched' | 'lookup' | 'memoryLimitPercent'>): Situation => ({
  ...known,
  service: '',
  deploys: undefined,
  alarms: [],
  incidents: [],
  dependency: '',
  missing: [],
  timeZone: 'UTC',
});
