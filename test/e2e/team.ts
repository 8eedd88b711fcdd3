/** Services of the storm: fifty alarms, fifty incidents, one responder. */
export const STORM = Array.from({ length: 50 }, (_, index) => `storm-${String(index + 1).padStart(2, '0')}`);

/** One service for each fault. */
export const FAULTS = Array.from({ length: 20 }, (_, index) => `fault-${String(index + 1).padStart(2, '0')}`);

/** Levels of seconds, so that an escalation takes no longer than a test may. */
export const teamYaml = (): string => `
version: 1
environment: e2e
services:
  checkout:
    escalation: seconds
    workload:
      kind: custom
      metrics: { latency: { namespace: Shop, metricName: Latency, dimensions: { Service: checkout } } }
  search:
    escalation: answered
    workload:
      kind: custom
      metrics: { latency: { namespace: Shop, metricName: Latency, dimensions: { Service: search } } }
routing:
  - { match: { name: basket* }, service: basket, escalation: answered }
  - { match: { name: forgotten* }, service: forgotten, escalation: forgotten }
  - { match: { name: doubled* }, service: doubled, escalation: patient }
${FAULTS.map((name) => `  - { match: { name: ${name} }, service: ${name}, escalation: patient }`).join('\n')}
${STORM.map((name) => `  - { match: { name: ${name} }, service: ${name}, escalation: stormy }`).join('\n')}
responders:
  alice: { name: Alice Ferreira, timeZone: America/New_York }
  bob: { name: Bob Osei, timeZone: Europe/London }
  carol: { name: Carol Lindqvist, timeZone: Europe/Stockholm }
  dora: { name: Dora Petrov }
  erik: { name: Erik Haddad }
  frank: { name: Frank Nakamura }
  greta: { name: Greta Okafor }
  henrik: { name: Henrik Silva }
schedules:
  everyday: { timeZone: UTC, layers: [{ rotation: [alice, bob], every: 1 day, starting: 2023-07-31, handoff: "00:00" }] }
channels:
  ops: { name: "#ops", kind: chat }
  team: { name: Team, kind: email }
escalations:
  seconds:
    levels:
      - { page: [responder:alice], escalateAfter: 4s }
      - { page: [responder:bob], escalateAfter: 4s }
      - { page: [responder:carol], escalateAfter: 4s }
    repeat: 0
    notify: [channel:ops]
    unanswered: [channel:team]
  answered:
    levels:
      - { page: [responder:dora], escalateAfter: 15s }
      - { page: [responder:erik], escalateAfter: 1h }
    notify: [channel:ops]
  forgotten:
    levels:
      - { page: [responder:greta], escalateAfter: 15s } # long enough to take its tick away on a busy machine
      - { page: [responder:henrik], escalateAfter: 1h }
    notify: [channel:ops]
  stormy: { levels: [{ page: [responder:frank], escalateAfter: 1h }], notify: [channel:ops] }
  patient: { levels: [{ page: [responder:alice], escalateAfter: 1h }], notify: [channel:ops] }
unrouted: { escalation: patient }
`;
