import { describe, expect, it } from 'vitest';
import type { Configuration, Target } from '../../lib/core/configuration.ts';
import type { Message } from '../../lib/core/page/page-facts.ts';
import { receive } from '../../lib/pipeline/receive.ts';
import { PageNotDeliveredError } from '../../lib/ports/pager.ts';
import { alarmEvent } from '../support/alarm-events.ts';
import { threeLevels } from '../support/configurations.ts';
import { World } from '../support/function-world.ts';
import { minute } from '../support/incident-spec.ts';

const channels: Configuration['channels'] = {
  ops: { name: '#ops', kind: 'chat' },
  robot: { name: 'Robot', kind: 'https' },
  team: { name: 'Web team', kind: 'email' },
};
const primary = threeLevels.escalations['primary'];
if (primary === undefined) throw new Error('the policy is missing');
const notify = ['channel:ops', 'channel:robot', 'channel:team'] as const;
const configuration: Configuration = { ...threeLevels, channels, escalations: { primary: { ...primary, notify } } };

/** What each target's subscribers by HTTPS get of one alarm: every first message is refused where `isRefusing`. */
const documents = async ({ isRefusing = false } = {}): Promise<Readonly<Record<string, Record<string, unknown>>>> => {
  const world = new World(configuration);
  const refused = new Set<Target>();
  const published: [Target, Message][] = [];
  const publish = (target: Target, message: Message): Promise<void> => {
    if (isRefusing && !refused.has(target)) {
      refused.add(target);
      return Promise.reject(new PageNotDeliveredError('InvalidParameter', { outcome: 'refused' }));
    }
    published.push([target, message]);
    return Promise.resolve();
  };
  world.pipeline.pager.publish = publish;
  world.now = minute(0);
  const tags = { 'tocsin:service': 'web', 'tocsin:severity': 'critical' };
  await receive(world.pipeline, [
    { messageId: 'm', body: alarmEvent({ name: 'latency', state: 'ALARM', at: world.now, tags }) },
  ]);
  await world.send();
  return Object.fromEntries(
    published.map(([target, { https }]) => [target, JSON.parse(https) as Record<string, unknown>]),
  );
};

describe.each([[false], [true]])('what is published, its first try refused: %s,', (isRefusing) => {
  it('is to a chat the document of Amazon Q, to all others page/1', async () => {
    expect(await documents({ isRefusing })).toEqual({
      'channel:ops': expect.objectContaining({ version: '1.0', source: 'custom' }) as unknown,
      'channel:robot': expect.objectContaining({ schema: 'page/1', about: 'opened' }) as unknown,
      'channel:team': expect.objectContaining({ schema: 'page/1', about: 'opened' }) as unknown,
      'responder:alice': expect.objectContaining({ schema: 'page/1', reason: 'escalation' }) as unknown,
    });
  });
});
