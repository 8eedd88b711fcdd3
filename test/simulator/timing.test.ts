import { describe, expect, it } from 'vitest';
import {
  FIRES_AT,
  latency,
  memory,
  minute,
  minutesOf,
  onlyIncident,
  pagesOf,
  replaying,
  slowFromTen,
  team,
} from './replaying.ts';

describe('an unanswered incident with levels of 15, 20 and 20 minutes', () => {
  it('pages every level twice with repeat 1, and is unanswered after 110 minutes', async () => {
    const incident = onlyIncident(await replaying(latency(slowFromTen)));
    expect(incident.openedAt).toBe(FIRES_AT);
    expect(incident.pages[0]?.at).toBe(FIRES_AT);
    expect(pagesOf(incident).slice(0, 9)).toEqual([
      '+0 responder:alice 1.1',
      '+15 responder:bob 2.1',
      '+35 responder:carol 3.1',
      '+55 responder:alice 1.2',
      '+70 responder:bob 2.2',
      '+90 responder:carol 3.2',
      '+110 responder:alice 3.2',
      '+110 responder:bob 3.2',
      '+110 responder:carol 3.2',
    ]);
    expect(minutesOf(incident, 'IncidentUnanswered').slice(0, 3)).toEqual([110, 170, 230]);
    expect(incident.pages.slice(6, 9).map(({ reason }) => reason)).toEqual(['unanswered', 'unanswered', 'unanswered']);
  });

  it('is unanswered after 55 minutes with repeat 0', async () => {
    const incident = onlyIncident(await replaying(latency(slowFromTen), team({ repeat: 0 })));
    expect(minutesOf(incident, 'IncidentUnanswered')[0]).toBe(55);
    expect(pagesOf(incident).slice(0, 4)).toEqual([
      '+0 responder:alice 1.1',
      '+15 responder:bob 2.1',
      '+35 responder:carol 3.1',
      '+55 responder:alice 3.1',
    ]);
  });

  it('is unanswered after four rounds with repeat 3', async () => {
    const incident = onlyIncident(await replaying(latency(slowFromTen), team({ repeat: 3 })));
    expect(minutesOf(incident, 'IncidentUnanswered')[0]).toBe(220);
    expect(incident.pages.filter(({ reason }) => reason === 'escalation')).toHaveLength(12);
  });

  it('goes on for a day after the recording, every hour', async () => {
    const outcome = await replaying(latency(slowFromTen));
    expect(outcome.output.to).toBe('2023-08-06T14:40:00.000Z');
    expect(minutesOf(onlyIncident(outcome), 'IncidentUnanswered')).toHaveLength(23);
    expect(onlyIncident(outcome).status).toBe('triggered');
  });
});

describe('a response to what is resolved', () => {
  it('is carried out on the incident resolved last', async () => {
    const responses = [
      { at: '+5m', by: 'alice', action: 'resolve' },
      { at: '+6m', by: 'bob', action: 'reopen' },
      { at: '+7m', by: 'bob', action: 'reassign', to: 'carol' },
      { at: '+8m', by: 'carol', action: 'resolve' },
      { at: '+9m', by: 'carol', action: 'note', text: 'it was the cache' },
    ] as const;
    const outcome = await replaying(latency(slowFromTen, responses));
    const incident = onlyIncident(outcome);
    expect(outcome.replayed.remarks).toEqual([]);
    expect(minutesOf(incident, 'IncidentReopened')[0]).toBe(6);
    expect(pagesOf(incident)).toContain('+7 responder:carol 1.1');
    expect(minutesOf(incident, 'NoteAdded')).toEqual([9]);
  });

  it('says what it was: of what is open with its end, of what is over alone', async () => {
    const responses = [
      { at: '+5m', by: 'alice', action: 'resolve', cause: 'dependency' },
      { at: '+6m', by: 'bob', action: 'resolve', cause: 'other' },
      { at: '+7m', by: 'bob', action: 'resolve' },
    ] as const;
    const outcome = await replaying(latency(slowFromTen, responses));
    const incident = onlyIncident(outcome);
    expect(minutesOf(incident, 'IncidentResolved')[0]).toBe(5);
    expect(minutesOf(incident, 'CauseConfirmed')).toEqual([5, 6]);
    expect(outcome.replayed.remarks).toEqual(['responses[2] (resolve at +7m): no incident was open then']);
  });

  it('is remarked where nothing was resolved', async () => {
    const { replayed } = await replaying(latency(slowFromTen, [{ at: '+5m', by: 'alice', action: 'reopen' }]));
    expect(replayed.remarks).toEqual(['responses[0] (reopen at +5m): no incident was resolved then']);
  });
});

describe('a response that says what its author saw', () => {
  it('is not carried out where that has changed, and reported: two escalations for one step are one', async () => {
    const escalate = { action: 'escalate', expect: { level: 1, round: 1 } } as const;
    const responses = [
      { at: '+5m', by: 'alice', ...escalate },
      { at: '+6m', by: 'carol', ...escalate },
    ];
    const outcome = await replaying(latency(slowFromTen, responses));
    expect(minutesOf(onlyIncident(outcome), 'IncidentEscalated')).toEqual([5]);
    expect(outcome.replayed.remarks).toEqual([
      expect.stringContaining('it has changed since you looked: it is at level 2') as string,
    ]);
  });

  it('carries what was said with it', async () => {
    const responses = [{ at: '+5m', by: 'alice', action: 'acknowledge', text: 'on it' } as const];
    const { timeline } = onlyIncident(await replaying(latency(slowFromTen, responses)));
    expect(timeline.filter(({ type }) => type === 'NoteAdded')).toMatchObject([{ by: 'alice', text: 'on it' }]);
  });
});

describe('a response', () => {
  it('is carried out so long after the first page, by the responder paged last', async () => {
    const incident = onlyIncident(await replaying(latency(slowFromTen, [{ at: '+5m', action: 'acknowledge' }])));
    expect(minutesOf(incident, 'IncidentAcknowledged')).toEqual([5]);
    expect(incident.acknowledgedAt).toBe(minute(18));
    expect(incident.timeline.find(({ type }) => type === 'IncidentAcknowledged')).toMatchObject({ by: 'alice' });
  });

  it('that meets no open incident is a remark', async () => {
    const { replayed, output } = await replaying(
      latency([[30, 0.1]], [{ at: minute(5), action: 'acknowledge', by: 'alice' }]),
    );
    expect(output.incidents).toEqual([]);
    expect(replayed.remarks).toEqual([`responses[0] (acknowledge at ${minute(5)}): no incident was open then`]);
  });

  it('that waits for a page that never comes is a remark', async () => {
    const { replayed } = await replaying(latency([[30, 0.1]], [{ at: '+5m', action: 'acknowledge' }]));
    expect(replayed.remarks).toEqual(['responses[0] (acknowledge at +5m): no page was sent']);
  });
});

describe('an acknowledgement that runs out', () => {
  it('pages the level of the acknowledger again, and the levels go on in the same round', async () => {
    const responses = [{ at: '+20m', action: 'acknowledge', by: 'bob' }] as const;
    const incident = onlyIncident(await replaying(latency(slowFromTen, responses)));
    expect(minutesOf(incident, 'AcknowledgementEnded')).toEqual([50]);
    expect(pagesOf(incident).slice(0, 5)).toEqual([
      '+0 responder:alice 1.1',
      '+15 responder:bob 2.1',
      '+50 responder:bob 2.1',
      '+70 responder:carol 3.1',
      '+90 responder:alice 1.2',
    ]);
    expect(incident.pages[2]?.reason).toBe('unacknowledged');
  });
});

describe('a schedule that hands over during an incident', () => {
  it('is asked who is on call when the page goes out', async () => {
    const more = `schedules:
  web-primary:
    timeZone: UTC
    layers:
      - { rotation: [alice, carol], every: 1 day, starting: 2023-08-04, handoff: "14:30" }
`;
    const incident = onlyIncident(
      await replaying(latency(slowFromTen), team({ firstLevel: 'schedule:web-primary', more })),
    );
    expect(
      incident.pages
        .filter(({ level, reason }) => level === 1 && reason === 'escalation')
        .map(({ at, target }) => [at, target]),
    ).toEqual([
      [minute(13), 'responder:alice'],
      [minute(68), 'responder:carol'],
    ]);
  });
});

describe('what a page says of the next one', () => {
  const nextIn = ({ text }: { readonly text: string }): string | undefined => /^Next: (.*) at /m.exec(text)?.[1];

  it('names who is paged then: levels with nobody on call are passed over', async () => {
    const more = `schedules:
  web-primary: { timeZone: UTC, layers: [{ rotation: [alice], starting: 2030-01-01 }] }
`;
    const incident = onlyIncident(
      await replaying(latency(slowFromTen), team({ firstLevel: 'schedule:web-primary', more })),
    );
    expect(pagesOf(incident).slice(0, 5)).toEqual([
      '+0 responder:bob 2.1',
      '+20 responder:carol 3.1',
      '+40 responder:bob 2.2',
      '+60 responder:carol 3.2',
      '+80 responder:bob 3.2',
    ]);
    expect(incident.pages.slice(0, 4).map(nextIn)).toEqual([
      'Carol Lindqvist',
      'Bob Osei',
      'Carol Lindqvist',
      'you and Bob Osei',
    ]);
  });

  it('is nobody where the alarm recovers before: nothing is paged for what is over', async () => {
    const incident = onlyIncident(
      await replaying(
        latency([
          [10, 0.1],
          [15, 2],
          [30, 0.1],
        ]),
      ),
    );
    const [first] = incident.pages;
    expect([incident.pages.length, first && nextIn(first), incident.status]).toEqual([1, 'Bob Osei', 'resolved']);
  });
});

describe('A3 a service that is slow for five minutes and fine for nine, for six hours', () => {
  it('reaches level 2 within half an hour and everybody in the third hour, and nobody while it is fine', async () => {
    const stretches = Array.from(
      { length: 26 },
      () =>
        [
          [5, 2],
          [9, 0.1],
        ] as const,
    ).flat();
    const incident = onlyIncident(await replaying(latency(stretches)));
    const at = (who: string): number =>
      Number(
        pagesOf(incident)
          .find((page) => page.includes(who))
          ?.split(' ')[0],
      );
    expect(at('bob')).toBeLessThanOrEqual(30);
    expect(at('carol')).toBeLessThanOrEqual(60);
    expect(minutesOf(incident, 'IncidentUnanswered')[0]).toBeLessThanOrEqual(180);
    expect(incident.pages.length).toBeLessThan(26);
  });
});

describe('a service that recovers', () => {
  it('resolves its incident five minutes after the alarm is OK', async () => {
    const recording = latency([
      [10, 0.1],
      [10, 2],
      [30, 0.1],
    ]);
    const outcome = await replaying(recording);
    const ok = outcome.output.alarms.find(({ from, to }) => from === 'ALARM' && to === 'OK');
    const incident = onlyIncident(outcome);
    expect(incident.status).toBe('resolved');
    expect(Date.parse(incident.resolvedAt ?? '') - Date.parse(ok?.at ?? '')).toBe(5 * 60_000);
    expect(incident.pages).toHaveLength(1);
    expect(outcome.output.to).toBe(minute(50));
  });

  it('opens the same incident again when it fails within the cool-down', async () => {
    const recording = latency([
      [10, 0.1],
      [10, 2],
      [12, 0.1],
      [10, 2],
      [40, 0.1],
    ]);
    const incident = onlyIncident(await replaying(recording));
    expect(minutesOf(incident, 'IncidentReopened')).toHaveLength(1);
    expect(minutesOf(incident, 'IncidentResolved')).toHaveLength(2);
    expect(pagesOf(incident)).toEqual(['+0 responder:alice 1.1', '+22 responder:bob 2.1']);
  });

  it('opens another one later', async () => {
    const recording = latency([
      [10, 0.1],
      [10, 2],
      [60, 0.1],
      [10, 2],
      [40, 0.1],
    ]);
    const { output } = await replaying(recording);
    expect(output.incidents).toHaveLength(2);
    expect(output.incidents.map(({ openedAt }) => openedAt)).toEqual([minute(13), minute(83)]);
  });
});

describe('a warning', () => {
  it('tells the channel and pages nobody', async () => {
    const alarms =
      '{ memory: { warning: 75, for: 3 of 5 }, memoryGrowth: false, slowLeak: false, latency: false, errors: false, traffic: false, saturation: false }';
    const incident = onlyIncident(
      await replaying(
        memory([
          [10, 40],
          [90, 80],
        ]),
        team({ alarms }),
      ),
    );
    expect(incident.severity).toBe('warning');
    expect(incident.pages).toEqual([]);
    expect(incident.timeline.filter(({ type }) => type === 'PageSent')).toMatchObject([
      { kind: 'notification', target: 'channel:ops', about: 'opened' },
      { kind: 'notification', target: 'channel:ops', about: 'reminder' },
    ]);
  });
});
