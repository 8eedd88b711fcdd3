import { describe, expect, it } from 'vitest';
import {
  acknowledgedByAlice,
  acknowledges,
  alicePaged,
  aliceAtWork,
  diagnosed,
  fires,
  given,
  givenThat,
  latencyAlarm,
  minute,
  pageIs,
  recovers,
  resolves,
  story,
  ticks,
} from '../../support/incident-spec.ts';

const unsent = story({}, latencyAlarm, diagnosed(0));
const pageId = unsent.incident?.requested.find(({ kind }) => kind === 'page')?.pageId ?? '';

describe('a page in flight', () => {
  const withdrawn = [latencyAlarm, diagnosed(0), acknowledges('bob', 0.1)] as const;

  it('that was withdrawn is recorded when it turns out to be sent', () => {
    given(...withdrawn)
      .when(pageIs(pageId, 'sent', 0.2))
      .then({ type: 'PageSent', pageId })
      .leaves({ escalateAt: undefined });
  });

  it('that was withdrawn is recorded when it failed, once, and pages nobody', () => {
    given(...withdrawn)
      .when(pageIs(pageId, 'failed', 0.2))
      .then({ type: 'PageFailed', pageId });
    given(...withdrawn, pageIs(pageId, 'failed', 0.2))
      .when(pageIs(pageId, 'failed', 0.3))
      .thenNothing();
  });

  it('that is sent twice is recorded once', () => {
    given(latencyAlarm, diagnosed(0), pageIs(pageId, 'sent', 0.1))
      .when(pageIs(pageId, 'sent', 0.2))
      .thenNothing();
  });

  it('that nobody asked for is not recorded', () => {
    given(...alicePaged)
      .when(pageIs('another', 'sent', 1))
      .thenNothing();
  });

  it('keeps its level, round and reason in the timeline', () => {
    given(latencyAlarm, diagnosed(0))
      .when(pageIs(pageId, 'sent', 0.1))
      .then({
        type: 'PageSent',
        pageId,
        kind: 'page',
        level: 1,
        round: 1,
        reason: 'escalation',
        escalateAt: minute(15.1),
      });
  });
});

describe('a page for a target that still waits for one', () => {
  it('takes the place of the older', () => {
    const policy = { levels: [1, 2].map(() => ({ page: ['responder:bob'] as const, escalateAfterMs: 60_000 })) };
    givenThat({ policy }, latencyAlarm, diagnosed(0))
      .when(ticks(1))
      .then(
        { type: 'PageOverdue' },
        { type: 'LevelSkipped', because: 'not-sent' },
        { type: 'LevelReached', level: 2 },
        { type: 'PagesWithdrawn', because: 'superseded' },
        { type: 'PageRequested', target: 'responder:bob' },
      );
  });
});

describe('a notification', () => {
  it('that fails is recorded and holds nothing', () => {
    const told = unsent.incident?.requested.find(({ kind }) => kind === 'notification')?.pageId ?? '';
    given(latencyAlarm, diagnosed(0))
      .when(pageIs(told, 'failed', 0.1))
      .then({ type: 'PageFailed', kind: 'notification' });
  });

  it('that is unsent for an hour is given up', () => {
    const untold = story({}, ...alicePaged, acknowledgedByAlice, resolves('alice', 6), recovers('latency', 7)).runUntil(
      6,
    );
    expect(untold.incident?.requested).toEqual([]);
    given(...aliceAtWork, recovers('latency', 7), ticks(12))
      .when(ticks(72))
      .then({ type: 'PageFailed', kind: 'notification' }, { type: 'PageFailed', kind: 'notification' });
  });

  it('is not made for whom the same decision pages', () => {
    givenThat({ policy: { notify: ['responder:alice', 'channel:ops'] } }, latencyAlarm)
      .when(diagnosed(0))
      .pages('responder:alice')
      .notifies(['opened', 'channel:ops']);
  });

  it('is not made for whoever acts', () => {
    givenThat({ policy: { notify: ['responder:bob', 'channel:ops'] } }, ...alicePaged)
      .when(acknowledges('bob', 5))
      .notifies(['acknowledged', 'channel:ops'], ['acknowledged', 'responder:alice']);
  });

  it('is not made twice for one target while the first waits', () => {
    const lost = fires('memory', 6, { state: 'OK', onRealData: false });
    given(...aliceAtWork, fires('memory', 6), lost)
      .when(lost)
      .notifies();
  });
});

describe('a resolution', () => {
  it('by a person withdraws what is not sent and tells notify and whoever was paged', () => {
    given(...alicePaged, ticks(15))
      .when(resolves('alice', 15.5))
      .then(
        { type: 'IncidentResolved', by: 'alice' },
        { type: 'PagesWithdrawn', because: 'resolved' },
        { type: 'PageRequested', about: 'resolved', target: 'channel:ops' },
        { type: 'PageRequested', about: 'resolved', target: 'responder:bob' },
      );
  });
});
