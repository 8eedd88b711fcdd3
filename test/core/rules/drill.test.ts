import { describe, expect, it } from 'vitest';
import type { Target } from '../../../lib/core/configuration.ts';
import { wakeAt } from '../../../lib/core/escalation/wake.ts';
import type { IncidentCommand, Lookups, PageOutcome } from '../../../lib/core/incident/commands.ts';
import type { IncidentEvent } from '../../../lib/core/incident/events.ts';
import { type Incident, isOpen, type Opening } from '../../../lib/core/incident/incident.ts';
import type { Response } from '../../../lib/core/incident/response.ts';
import { decide } from '../../../lib/core/rules/decide.ts';
import { HOUR } from '../../../lib/core/time.ts';
import { alarm, minute, policy } from '../../support/incident-spec.ts';

const SIGNED_BY = 'arn:aws:sts::111122223333:assumed-role/Admin/ana';

const opening: Opening = {
  incidentId: 'DRILL',
  kind: 'drill',
  group: 'drill/key',
  account: '111122223333',
  region: 'eu-west-1',
  service: 'tocsin',
  environment: 'test',
  config: 'a',
  recoverAfterMs: 0,
  cooldownMs: 0,
};

const lookups: Lookups = {
  members: new Map(),
  onCall: () => 'alice',
  unreachable: new Set(),
  everyone: ['responder:alice', 'responder:bob', 'channel:ops'],
  elsewhere: new Set(),
  policy,
  // Another one than it was opened under.
  config: 'b',
  isConfigured: () => true,
};

/** A drill, and all that happened to it. */
class Drill {
  head: Incident | undefined;
  readonly events: IncidentEvent[] = [];

  constructor(...targets: readonly Target[]) {
    this.does({ type: 'OpenDrill', at: minute(0), opening, targets, signedBy: SIGNED_BY });
  }

  does(command: IncidentCommand): readonly IncidentEvent[] | string {
    const decision = decide(command, this.head, lookups);
    if (decision.outcome === 'rejected') return decision.rejection.reason;
    this.head = decision.incident;
    this.events.push(...decision.events);
    return decision.events;
  }

  records(target: Target, result: PageOutcome, at = minute(0.1)): readonly IncidentEvent[] | string {
    const requested = this.events.find((event) => event.type === 'PageRequested' && event.target === target);
    const pageId = requested?.type === 'PageRequested' ? requested.pageId : '';
    return this.does({ type: 'RecordPage', at, pageId, result });
  }

  responds(response: Response, minutes = 1): readonly IncidentEvent[] | string {
    return this.does({ type: 'Respond', at: minute(minutes), by: 'alice', response, signedBy: SIGNED_BY });
  }

  get types(): readonly string[] {
    return this.events.map(({ type }) => type);
  }

  get isOpen(): boolean {
    return this.head !== undefined && isOpen(this.head);
  }
}

const SENT: PageOutcome = { outcome: 'sent', subject: 'TEST', text: 'TEST' };

describe('a drill', () => {
  it('asks for one page a target, and for nothing else', () => {
    const { events } = new Drill('responder:alice', 'channel:ops', 'responder:alice');
    expect(events).toMatchObject([
      { type: 'IncidentOpened', kind: 'drill', signedBy: SIGNED_BY },
      { type: 'PageRequested', target: 'responder:alice', reason: 'test', by: 'Admin/ana' },
      { type: 'PageRequested', target: 'channel:ops', reason: 'test' },
    ]);
  });

  it('ends once each page was sent, or was not', () => {
    const drill = new Drill('responder:alice', 'responder:bob', 'channel:ops');
    drill.records('responder:alice', SENT);
    drill.records('responder:bob', { outcome: 'failed', error: 'no such topic' });
    expect(drill.isOpen).toBe(true);
    drill.records('channel:ops', { outcome: 'unconfirmed' });
    expect(drill.types.slice(4)).toEqual(['PageSent', 'PageFailed', 'PageUnconfirmed', 'DrillEnded']);
    expect(drill.isOpen).toBe(false);
    expect(wakeAt(drill.head as Incident, policy)).toBeUndefined();
  });

  it('publishes nothing twice that SNS did not answer', () => {
    const drill = new Drill('responder:alice');
    expect(drill.records('responder:alice', { outcome: 'unconfirmed' })).not.toMatchObject([{ againAt: minute(3.1) }]);
    expect(drill.head?.requested).toEqual([]);
  });

  it('gives up what nobody has sent after five minutes, and ends', () => {
    const drill = new Drill('responder:alice', 'responder:bob');
    drill.records('responder:alice', SENT);
    expect(drill.does({ type: 'Tick', at: minute(4.9) })).toEqual([]);
    expect(drill.does({ type: 'Tick', at: minute(5) })).toMatchObject([
      { type: 'PageFailed', target: 'responder:bob', error: 'unsent for 5 min' },
      { type: 'DrillEnded' },
    ]);
  });

  it('reaches no level, no rest, no reminder and no new configuration, however late it is ticked', () => {
    const drill = new Drill('responder:alice');
    drill.records('responder:alice', SENT);
    for (const hours of [0, 1, 24, 48])
      expect(drill.does({ type: 'Tick', at: minute((hours * HOUR) / 60_000 + 6) })).toEqual([]);
    expect(drill.head?.ladder.step).toBeUndefined();
  });

  it('takes in no alarm and no cause', () => {
    const drill = new Drill('responder:alice');
    const changes = [alarm('latency', 1)];
    expect(drill.does({ type: 'ReceiveAlarm', at: minute(1), opening, changes })).toEqual([]);
    expect(drill.does({ type: 'RecordContext', at: minute(1), facts: [] })).toEqual([]);
    expect(drill.head?.counts.joined).toBe(0);
  });

  it('is opened once: the same again changes nothing', () => {
    const drill = new Drill('responder:alice');
    expect(drill.does({ type: 'OpenDrill', at: minute(1), opening, targets: ['responder:bob'] })).toEqual([]);
  });
});

describe('an acknowledgement of a drill', () => {
  it('withdraws no page of others, and pages nobody', () => {
    const drill = new Drill('responder:alice', 'responder:bob');
    expect(drill.responds({ type: 'acknowledge' })).toMatchObject([
      { type: 'TestPageAcknowledged', by: 'alice', signedBy: SIGNED_BY },
    ]);
    expect(drill.head?.requested).toHaveLength(2);
  });

  it('is recorded after its end', () => {
    const drill = new Drill('responder:alice');
    drill.records('responder:alice', SENT);
    expect(drill.responds({ type: 'acknowledge' }, 90)).toMatchObject([{ type: 'TestPageAcknowledged' }]);
    expect(drill.isOpen).toBe(false);
  });

  it.each<Response>([
    { type: 'escalate' },
    { type: 'resolve' },
    { type: 'reopen' },
    { type: 'note', text: 'x' },
    { type: 'snooze', forMs: HOUR },
    { type: 'reassign', to: 'bob' },
  ])('is the one response: $type is refused, open or ended', (response) => {
    const drill = new Drill('responder:alice');
    expect(drill.responds(response)).toBe('only-a-drill');
    drill.records('responder:alice', SENT);
    expect(drill.responds(response)).toBe('only-a-drill');
  });
});
