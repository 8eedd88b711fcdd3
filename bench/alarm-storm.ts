import { readFileSync } from 'node:fs';
import { parseConfiguration } from '../lib/config/load-configuration.ts';
import type { Configuration } from '../lib/core/configuration.ts';

export const STORM_ALARMS = 10_000;

/** Alarms of one service each, spread evenly and taken in turn: neighbours in a batch never share a group. */
export interface Storm {
  readonly groups: number;
  readonly configuration: Configuration;
  /** CloudWatch's events as JSON text, one an alarm. */
  readonly events: readonly string[];
}

interface AlarmEvent {
  id: string;
  time: string;
  account: string;
  resources: string[];
  detail: {
    alarmName: string;
    state: { timestamp: string; reason: string };
    alarmTags: Record<string, string>;
  };
}

const TEMPLATE = new URL('../test/fixtures/alarm-events/metric.json', import.meta.url);

/** As many as one tocsin.yaml may describe; further groups are the same services in further accounts. */
const MOST_SERVICES = 200;

export const serviceOf = (index: number, groups: number): string =>
  `service-${String((index % groups) % MOST_SERVICES)}`;

export const accountOf = (index: number, groups: number): string =>
  String(123_456_789_000 + Math.floor((index % groups) / MOST_SERVICES));

export const alarmNameOf = (index: number): string => `service-alarm-${String(index)}`;

/** The fixture of a metric alarm's event, for another alarm. */
const eventOf = (template: string, index: number, storm: { readonly groups: number; readonly at: string }): string => {
  const event = JSON.parse(template) as AlarmEvent;
  const name = alarmNameOf(index);
  event.id = `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`;
  event.time = storm.at;
  event.account = accountOf(index, storm.groups);
  event.resources = [`arn:aws:cloudwatch:us-east-1:${event.account}:alarm:${name}`];
  event.detail.alarmName = name;
  event.detail.state.timestamp = storm.at;
  event.detail.alarmTags = { 'tocsin:service': serviceOf(index, storm.groups), 'tocsin:severity': 'critical' };
  return JSON.stringify(event);
};

export const configurationFor = (groups: number): Configuration => {
  const services = Array.from({ length: Math.min(groups, MOST_SERVICES) }, (_, index) => {
    const name = serviceOf(index, groups);
    return `  ${name}: { escalation: primary, workload: { kind: lambda, functionName: ${name} } }`;
  });
  const loaded = parseConfiguration(
    `version: 1
environment: prod
services:
${services.join('\n')}
responders:
  alice: { name: Alice Ferreira, timeZone: America/New_York }
channels:
  ops: { name: "#ops", kind: chat }
escalations:
  primary:
    levels:
      - { page: [responder:alice], escalateAfter: 15m }
    notify: [channel:ops]
`,
    'tocsin.yaml',
  );
  if (loaded.outcome === 'configuration') return loaded.configuration;
  throw new Error(loaded.problems.map(({ path, message }) => `${path}: ${message}`).join('\n'));
};

export const stormOf = (groups: number, alarms = STORM_ALARMS): Storm => {
  const template = readFileSync(TEMPLATE, 'utf8');
  const at = new Date().toISOString();
  return {
    groups,
    configuration: configurationFor(groups),
    events: Array.from({ length: alarms }, (_, index) => eventOf(template, index, { groups, at })),
  };
};
