import { describe, expect, it } from 'vitest';
import type { AlarmState } from '../../../lib/core/alarm/definition.ts';
import type { Configuration, EscalationPolicy, Target } from '../../../lib/core/configuration.ts';
import type { Response } from '../../../lib/core/incident/response.ts';
import type { Message } from '../../../lib/core/page/page-facts.ts';
import { receive } from '../../../lib/pipeline/receive.ts';
import { respond } from '../../../lib/pipeline/respond.ts';
import { alarmEvent } from '../../support/alarm-events.ts';
import { threeLevels } from '../../support/configurations.ts';
import { World } from '../../support/function-world.ts';
import { minute } from '../../support/incident-spec.ts';

/** What the pipeline really sends, by the minute: latency fires at 0, and its page goes out. */
class Story {
  readonly world: World;
  private incidentId = '';

  constructor(configuration: Configuration = threeLevels) {
    this.world = new World(configuration);
  }

  async alarm(
    minutes: number,
    name: string,
    { state = 'ALARM', severity = 'critical' }: { state?: AlarmState; severity?: string } = {},
  ): Promise<this> {
    this.world.now = minute(minutes);
    const tags = { 'tocsin:service': 'web', 'tocsin:severity': severity };
    const body = alarmEvent({ name, state, at: this.world.now, tags });
    const { incidentIds } = await receive(this.world.pipeline, [{ messageId: name, body }]);
    this.incidentId = incidentIds[0] ?? this.incidentId;
    await this.world.at(minutes, this.incidentId);
    return this;
  }

  async does(minutes: number, by: string, response: Response): Promise<this> {
    this.world.now = minute(minutes);
    await respond(this.world.pipeline, { incidentId: this.incidentId, by, response });
    await this.world.send();
    return this;
  }

  async at(...all: readonly number[]): Promise<this> {
    for (const minutes of all) await this.world.at(minutes, this.incidentId);
    return this;
  }

  /** Whom the messages since the last look went to. */
  news(): ReadonlyMap<Target, Message> {
    return new Map(this.world.published.splice(0).map(({ target, message }) => [target, message]));
  }
}

/** What the first lines say, as one, without the headline and the place. */
const why = (message: Message | undefined): string =>
  (message?.text.split('\n\n')[0] ?? 'no message').split('\n').slice(2).join(' ');

const paged = async (configuration?: Configuration): Promise<Story> => {
  const story = await new Story(configuration).alarm(0, 'latency');
  story.news();
  return story;
};

const acknowledgedByAlice = async (): Promise<Story> => {
  const story = await (await paged()).does(5, 'alice', { type: 'acknowledge' });
  story.news();
  return story;
};

const snoozedByAlice = async (): Promise<Story> => {
  const story = await (await paged()).does(5, 'alice', { type: 'snooze', forMs: 3_600_000 });
  story.news();
  return story;
};

describe('an acknowledgement', () => {
  it('is told with its end and with who is paged then, and so it comes', async () => {
    const story = await (await paged()).does(5, 'alice', { type: 'acknowledge' });
    expect(why(story.news().get('channel:ops'))).toBe(
      'Alice Ferreira has it since 14:20 UTC. Escalation starts again at 14:50 UTC unless they act: they are paged again then.',
    );
    const news = (await story.at(35)).news();
    expect(why(news.get('responder:alice'))).toBe('Your acknowledgement has ended. You are paged as level 1 of 3.');
    expect(why(news.get('channel:ops'))).toBe("Alice Ferreira's acknowledgement has ended: level 1 is paged.");
  });

  it('by somebody who was not paged goes on where the levels stood', async () => {
    const story = await (await paged()).does(5, 'carol', { type: 'acknowledge' });
    expect(why(story.news().get('channel:ops'))).toContain(' unless they act: Alice Ferreira is paged then.');
    expect([...(await story.at(35)).news().keys()]).toContain('responder:alice');
  });

  /** When each level and the ending are asked where nobody answers. */
  const STEPS = [15, 35, 55, 70, 90, 110];

  it.each([
    [5, 'bob', 'Alice Ferreira is paged', ['alice']],
    [20, 'alice', 'they are paged again', ['alice']],
    [20, 'bob', 'they are paged again', ['bob']],
    [20, 'carol', 'Bob Osei is paged', ['bob']],
    [60, 'bob', 'they are paged again', ['bob']],
    [115, 'alice', 'Alice Ferreira, Bob Osei and Carol Lindqvist are paged', ['alice', 'bob', 'carol']],
  ])('at minute %i by %s says that then %s, and they are', async (...[minutes, by, then, responders]) => {
    const story = await (await paged()).at(...STEPS.filter((step) => step < minutes));
    await story.does(minutes, by, { type: 'acknowledge' });
    expect(why(story.news().get('channel:ops'))).toContain(` unless they act: ${then} then.`);
    const pages = [...(await story.at(minutes + 30)).news()].filter(([, { subject }]) => !subject.startsWith('[UNACK'));
    expect(pages.map(([target]) => target)).toEqual(responders.map((name) => `responder:${name}`));
  });

  it('of what another has is told to both: who has it until when', async () => {
    const story = await (await acknowledgedByAlice()).does(6, 'bob', { type: 'acknowledge' });
    const news = story.news();
    expect(why(news.get('responder:alice'))).toMatch(/^Bob Osei has acknowledged it too\. You have it since 10:20 EDT/);
    expect(why(news.get('responder:bob'))).toMatch(
      /^Your acknowledgement is noted\. Alice Ferreira has it since 15:20 BST \(14:20 UTC\)\. Escalation .* 15:50 BST/,
    );
  });
});

describe('an alarm that joins what somebody has', () => {
  it('is told to them and to the channel, by name', async () => {
    const story = await (await (await acknowledgedByAlice()).alarm(10, 'user-impact')).at(11);
    const news = story.news();
    expect(why(news.get('responder:alice'))).toBe(
      'user-impact has joined, 2 alarms by now. You have it until 10:50 EDT (14:50 UTC).',
    );
    expect(news.get('channel:ops')?.subject).toContain('web: joined: user-impact: 3.2 (limit 1) | prod');
    expect(news.get('channel:ops')?.sms).toContain('web: joined: user-impact: 3.2 (limit 1)');
  });
});

describe('a snooze', () => {
  it('is told as such, and its end too', async () => {
    const story = await (await paged()).does(5, 'alice', { type: 'snooze', forMs: 3_600_000 });
    const told = story.news().get('channel:ops');
    expect(told?.subject).toContain('[SNOOZED] web: by Alice Ferreira');
    expect(why(told)).toBe(
      'Alice Ferreira has snoozed it. Escalation starts again at 15:20 UTC unless it is over: they are paged again then.',
    );
    const news = (await story.at(65)).news();
    expect(why(news.get('responder:alice'))).toBe(
      'Your snooze has ended and it still fires. You are paged as level 1 of 3.',
    );
    expect(news.get('channel:ops')?.subject).toMatch(/^\[SNOOZE ENDED\]/);
    expect(why(news.get('channel:ops'))).toBe(
      "Alice Ferreira's snooze has ended and it still fires: level 1 is paged.",
    );
  });

  it('that does not cover something critical ends, and the page names it', async () => {
    const news = (await (await (await snoozedByAlice()).alarm(20, 'user-impact')).at(21)).news();
    const page = news.get('responder:alice');
    expect(why(page)).toBe('Your snooze did not cover user-impact, which fires now. You are paged as level 1 of 3.');
    expect(page?.subject).toContain('[CRITICAL] web: user-impact: 3.2 (limit 1) |');
    expect(page?.sms).toMatch(/^CRITICAL web: user-impact: 3\.2 \(limit 1\)/);
    expect(why(news.get('channel:ops'))).toBe(
      "Alice Ferreira's snooze has ended: it did not cover user-impact, which fires now; level 1 is paged.",
    );
  });
});

describe('an incident that nobody answers', () => {
  it('says when everybody is paged again, and to each of them that they are', async () => {
    const story = await (await paged()).at(15, 35, 55, 70, 90);
    story.news();
    const news = (await story.at(110)).news();
    expect(news.get('responder:bob')?.text.replaceAll('\n', ' ')).toContain(
      'Next: you, Alice Ferreira and Carol Lindqvist again at 18:05 BST (17:05 UTC), unless acknowledged.',
    );
    await story.does(115, 'alice', { type: 'acknowledge' });
    expect(why(story.news().get('channel:ops'))).toContain(
      'unless they act: Alice Ferreira, Bob Osei and Carol Lindqvist are paged then.',
    );
    expect(why((await story.at(145)).news().get('channel:ops'))).toBe(
      "Alice Ferreira's acknowledgement has ended: everybody named for unanswered incidents is paged.",
    );
  });
});

describe('a message to whoever is next', () => {
  it('calls them you', async () => {
    const story = await (await paged()).does(5, 'bob', { type: 'acknowledge' });
    expect(why(story.news().get('responder:alice'))).toContain(' unless they act: you are paged then.');
    const twoLevels = await (await paged()).does(5, 'alice', { type: 'reassign', to: 'bob' });
    expect(twoLevels.news().get('responder:bob')?.text).toContain('Next: you at 15:35 BST (14:35 UTC)');
  });
});

describe('an alarm that loses its data', () => {
  it('is named', async () => {
    const story = await (await paged()).alarm(5, 'latency', { state: 'INSUFFICIENT_DATA' });
    const told = story.news().get('channel:ops');
    expect(why(told)).toMatch(/^latency has had no data since 14:20 UTC: that is no recovery/);
    expect(told?.subject).toContain('[NO DATA] web: latency');
  });
});

describe('whoever had it when another asks for people', () => {
  it.each([
    [{ type: 'escalate' }, 'Carol Lindqvist has escalated it: you do not have it any more.'],
    [{ type: 'reassign', to: 'bob' }, 'Carol Lindqvist has handed it over: you do not have it any more.'],
  ] as const)('hears of %j', async (response, sentence) => {
    const news = (await (await acknowledgedByAlice()).does(10, 'carol', response)).news();
    expect(why(news.get('responder:alice'))).toBe(sentence);
  });
});

describe('what a person asks for', () => {
  it('is told with their name', async () => {
    const story = await paged();
    const escalated = (await story.does(5, 'alice', { type: 'escalate' })).news();
    expect(why(escalated.get('responder:bob'))).toBe(
      'Alice Ferreira has escalated it to you. You are paged as level 2 of 3.',
    );
    const handed = (await story.does(6, 'bob', { type: 'reassign', to: 'carol' })).news();
    expect(why(handed.get('responder:carol'))).toBe('Bob Osei has handed it over to you.');
  });
});

describe('a resolution while something fires', () => {
  const resolved = async (): Promise<Story> => (await acknowledgedByAlice()).does(10, 'alice', { type: 'resolve' });

  it('says until when it is believed and what happens then', async () => {
    const news = (await resolved()).news();
    expect(why(news.get('channel:ops'))).toBe(
      'Resolved by Alice Ferreira at 14:25 UTC, after 10 min. 1 alarm still firing: if that lasts until 14:35 UTC it reopens and pages again.',
    );
  });

  it('that was none is told to its author and to whom RESOLVED was told, with what fires on', async () => {
    const story = await resolved();
    story.news();
    const news = (await story.at(20)).news();
    expect(why(news.get('responder:alice'))).toBe(
      'You have resolved it, but latency fires on. You are paged as level 1 of 3.',
    );
    expect(why(news.get('channel:ops'))).toBe(
      'It is open again. Alice Ferreira has resolved it, but latency fires on: level 1 is paged.',
    );
  });
});

describe('an incident that reopens', () => {
  const recovered = async (): Promise<Story> => {
    const story = await (await (await paged()).alarm(2, 'latency', { state: 'OK' })).at(7);
    expect(story.news().get('channel:ops')?.subject).toMatch(/^\[RESOLVED\]/);
    return story;
  };

  it('is told as open again to whom RESOLVED was told, with the alarm', async () => {
    const news = (await (await recovered()).alarm(10, 'latency')).news();
    expect(news.get('channel:ops')?.subject).toMatch(/^\[REOPENED\] web: latency: 3\.2 \(limit 1\) \|/);
    expect(why(news.get('channel:ops'))).toBe('It is open again: latency fires.');
  });

  it('by a person says by whom', async () => {
    const news = (await (await recovered()).does(10, 'bob', { type: 'reopen' })).news();
    expect(why(news.get('channel:ops'))).toMatch(/^It is open again: Bob Osei has reopened it\. Every alarm is OK/);
    expect(why(news.get('responder:alice'))).toMatch(/ Bob Osei has reopened it\. You are paged as level 1 of 3\./);
  });
});

describe('a severity that falls', () => {
  it('says since when nothing worse has fired', async () => {
    const story = await (await paged()).alarm(1, 'cpu', { severity: 'warning' });
    await (await story.alarm(3, 'latency', { state: 'OK' })).at(4, 5);
    story.news();
    const told = (await story.at(8)).news().get('channel:ops');
    expect(told?.subject).toMatch(/^\[WARNING\]/);
    expect(why(told)).toBe('It is a warning now: nothing critical has fired for 5 min.');
  });
});

describe('a level that nobody is on call at', () => {
  const primary: EscalationPolicy | undefined = threeLevels.escalations['primary'];
  const nobodyAtNight: Configuration = {
    ...threeLevels,
    schedules: { night: { timeZone: 'Etc/UTC', layers: [] } },
    escalations: {
      primary: {
        ...(primary as EscalationPolicy),
        levels: (primary?.levels ?? []).map((level, index) =>
          index === 0 ? { ...level, page: ['schedule:night'] } : level,
        ),
      },
    },
  };

  it('is passed at once, and the page of the next says why, and blames nobody', async () => {
    const story = await new Story(nobodyAtNight).alarm(0, 'latency');
    expect(why(story.news().get('responder:bob'))).toBe('You are paged as level 2 of 3: nobody is on call at level 1.');
  });
});
