import type { Configuration } from '../../core/configuration.ts';

/** Without a tocsin.yaml these are whoever there is. */
export const bareConfiguration = (people: readonly string[], timeZone: string): Configuration => ({
  hash: '',
  environment: '',
  services: {},
  routing: [],
  unrouted: { escalation: '', severity: 'critical' },
  responders: Object.fromEntries(people.map((name) => [name, { name, timeZone }])),
  channels: {},
  schedules: {},
  escalations: {},
  logs: false,
});
