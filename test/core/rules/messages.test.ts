import { describe, expect, it } from 'vitest';
import { notifyTargets } from '../../../lib/core/escalation/message.ts';
import { Draft } from '../../../lib/core/incident/draft.ts';
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
  mutedUntil,
  pageIs,
  pagesSent,
  seconds,
  policy,
  recovers,
  resolves,
  story,
  ticks,
  trafficWarning,
} from '../../support/incident-spec.ts';

const unsent = story({}, latencyAlarm, diagnosed(0));
const pageId = unsent.incident?.requested.find(({ kind }) => kind === 'page')?.pageId ?? '';

describe('a page in flight', () => {
  const withdrawn = [latencyAlarm, diagnosed(0), acknowledges('bob', 0.1)] as const;

  it('that was withdrawn is recorded when it turns out to be sent', () => {
    given(...withdrawn)
      .when(pageIs(pageId, 'sent', 0.2))
      .then({ type: 'PageSent', pageId })
      .leaves({ ladder: { step: undefined } });
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
      });
  });
});

describe('a target with a page that is not sent yet', () => {
  const levels = [1, 2].map(() => ({ page: ['responder:bob'] as const, escalateAfterMs: 60_000 }));

  it('gets no second', () => {
    givenThat({ policy: { levels } }, latencyAlarm, diagnosed(0), ticks(seconds(20)))
      .when(ticks(1))
      .then({ type: 'LevelSkipped', because: 'not-sent' }, { type: 'LevelReached', level: 2 });
  });

  it('is heard of by that one: the standing level’s wait begins with it', () => {
    const late = story({ policy: { levels } }, latencyAlarm, diagnosed(0), ticks(1), pagesSent(1.5));
    expect(late.incident?.ladder.step).toMatchObject({ level: 2, sentAt: minute(1.5) });
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

  it('is not made while the incident is silent', () => {
    given(fires('latency', 0, mutedUntil(60)))
      .when(fires('latency', 5, { state: 'OK', onRealData: false }))
      .notifies();
  });

  it('goes to whoever is on call at level 1 where no channel is named or configured', () => {
    const { incident, lookups } = story({}, latencyAlarm);
    const { notify: _notify, ...unnamed } = policy;
    const draft = incident && new Draft(minute(0), { ...lookups, policy: unnamed }, incident);
    expect(draft && notifyTargets(draft)).toEqual(['responder:alice']);
  });

  it('goes to nobody where `notify` names nobody', () => {
    givenThat({ policy: { notify: [] } }, trafficWarning)
      .when(diagnosed(0))
      .notifies();
  });

  it('is not made twice for one target while the first waits', () => {
    const lost = fires('memory', 6, { state: 'OK', onRealData: false });
    given(...aliceAtWork, fires('memory', 6), lost)
      .when(lost)
      .notifies();
  });
});
