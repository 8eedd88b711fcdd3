import { readFileSync } from 'node:fs';
import { parseConfiguration } from '../../lib/config/load-configuration.ts';
import type { Configuration } from '../../lib/core/configuration.ts';

/** A tocsin.yaml as text, loaded; a test that has it wrong fails at once. */
export const configurationOf = (yaml: string): Configuration => {
  const loaded = parseConfiguration(yaml, 'tocsin.yaml');
  if (loaded.outcome === 'configuration') return loaded.configuration;
  throw new Error(loaded.problems.map(({ line, path, message }) => `${String(line)} ${path}: ${message}`).join('\n'));
};

/** One service, three levels of 15, 20 and 20 minutes, one repeat. */
export const threeLevels = configurationOf(`
version: 1
environment: prod
services:
  web:
    escalation: primary
    workload: { kind: alb-ecs, loadBalancer: app/web/50dc6c495c0c9188, cluster: prod, service: web }
responders:
  alice: { name: Alice Ferreira, timeZone: America/New_York }
  bob: { name: Bob Osei, timeZone: Europe/London }
  carol: { name: Carol Lindqvist, timeZone: Europe/Stockholm }
channels:
  ops: { name: "#ops", kind: chat }
escalations:
  primary:
    levels:
      - { page: [responder:alice], escalateAfter: 15m }
      - { page: [responder:bob], escalateAfter: 20m }
      - { page: [responder:carol], escalateAfter: 20m }
    repeat: 1
`);

const described = threeLevels.services['web'];
if (described === undefined) throw new Error('the service web is described above');

/** The same, and where the service logs. */
export const threeLevelsWithLogs: Configuration = {
  ...threeLevels,
  services: { web: { ...described, workload: { ...described.workload, logGroup: '/ecs/web' } } },
};

/** A service of each kind of workload, with every key that there is. */
export const fullExample = configurationOf(
  readFileSync(new URL('../../examples/tocsin.full.yaml', import.meta.url), 'utf8'),
);
