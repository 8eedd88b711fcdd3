import { describe, expect, it } from 'vitest';
import { parseAlarmEvent } from '../../../lib/core/alarm/parse-alarm-event.ts';
import { partsOf } from '../../../lib/core/page/links.ts';
import { safeText } from '../../../lib/core/safe-text.ts';
import { receive } from '../../../lib/pipeline/receive.ts';
import { respond } from '../../../lib/pipeline/respond.ts';
import { HOSTILE } from '../../core/page/hostile-corpus.ts';
import { alarmEvent } from '../../support/alarm-events.ts';
import { threeLevels } from '../../support/configurations.ts';
import { minute } from '../../support/incident-spec.ts';
import { World } from '../../support/function-world.ts';
import { hiddenFields, Visitor } from './visitor.ts';

const TEXT = 'a text';

interface Page {
  readonly world: World;
  readonly token: string;
  readonly incidentId: string;
  readonly body: string;
}

/** An incident whose every text of an alarm is this one. */
const made = async (text: string): Promise<Page> => {
  const world = new World({
    ...threeLevels,
    responders: { ...threeLevels.responders, alice: { name: text, timeZone: 'America/New_York' } },
  });
  const name = text.trim() === '' ? 'blank' : text;
  const event = alarmEvent({
    name,
    state: 'ALARM',
    at: minute(0),
    tags: { 'tocsin:service': 'web', 'tocsin:severity': 'critical' },
  });
  const detail = event['detail'] as Record<string, unknown>;
  const hostile = {
    ...event,
    detail: {
      ...detail,
      configuration: { description: text },
      state: { ...(detail['state'] as object), reason: text },
    },
  };
  expect(parseAlarmEvent(hostile, minute(0)).outcome).toBe('change');
  const { incidentIds } = await receive(world.pipeline, [{ messageId: 'm', body: hostile }]);
  const [incidentId = ''] = incidentIds;
  await world.send();
  const token = world.link([incidentId], undefined);
  return { world, token, incidentId, body: (await new Visitor(world).open(token)).body };
};

const pageOf = async (text: string): Promise<string> => (await made(text)).body;

interface Parsed {
  /** Every tag with its attributes, in order. */
  readonly tags: readonly string[];
  readonly texts: readonly string[];
}

/** Reads HTML as strictly as it is written here: what is neither a tag nor text is an error. */
const parsed = (body: string): Parsed => {
  const [tags, texts]: [string[], string[]] = [[], []];
  const token = /<!doctype html>|<\/?[a-z][a-z0-9]*(?:\s+[a-z-]+(?:="[^"<>]*")?)*\s*\/?>|[^<>]+/gy;
  const withoutStyle = body.replace(/<style>.*?<\/style>/s, '');
  let end = 0;
  for (const [found] of withoutStyle.matchAll(token)) {
    end += found.length;
    if (found.startsWith('<')) tags.push(found.replace(/\s+/g, ' '));
    else texts.push(found);
  }
  expect(withoutStyle.slice(end)).toBe('');
  return { tags, texts };
};

const VOID: ReadonlySet<string> = new Set(['!doctype', 'meta', 'input']);

/** Tags in the order in which they are open where one is closed that is not the last of them; all closed: empty. */
const unclosed = (tags: readonly string[]): readonly string[] => {
  const open: string[] = [];
  for (const tag of tags) {
    const name = /^<\/?([!\w]+)/.exec(tag)?.[1] ?? '';
    if (VOID.has(name)) continue;
    if (!tag.startsWith('</')) open.push(name);
    else if (open.pop() !== name) return [...open, tag];
  }
  return open;
};

/** Our own links: nothing of a name can leave them. */
const IN_CONSOLE = /^https:\/\/eu-west-1\.console\.aws\.amazon\.com\/[\w/?=#:%$.-]+$/;

const kinds = (tags: readonly string[]): ReadonlySet<string> =>
  new Set(tags.map((tag) => tag.replace(/="[^"]*"/g, '')));

describe('a page about an alarm with a hostile text', () => {
  it.each(HOSTILE.map((text) => [text.slice(0, 60), text]))('is built of the same tags: %j', async (_shown, text) => {
    const [hostile, harmless] = [parsed(await pageOf(text)), parsed(await pageOf(TEXT))];
    const known = kinds([...harmless.tags, '<p>']);
    expect([...kinds(hostile.tags)].filter((tag) => !known.has(tag))).toEqual([]);
    expect(unclosed(hostile.tags)).toEqual([]);
  });

  it.each(HOSTILE.map((text) => [text.slice(0, 60), text]))(
    'links only into the console, and to plain addresses of its description: %j',
    async (_shown, text) => {
      const body = await pageOf(text);
      const addresses = [...body.matchAll(/(?:href|action|src)="([^"]*)"/g)].map(([, address = '']) => address);
      const own = /^\?(incident=[0-9A-Z]{26}(&amp;before=\d+)?)?$/;
      const described = partsOf(safeText(text, 1_024)).flatMap((part) => ('link' in part ? [part.link] : []));
      const others = addresses
        .filter((address) => !own.test(address) && !IN_CONSOLE.test(address))
        .map((address) => address.replaceAll('&amp;', '&'));
      expect(others.filter((address) => !described.includes(address))).toEqual([]);
      expect(body).not.toMatch(
        /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]/,
      );
      expect(body.isWellFormed()).toBe(true);
    },
  );

  it('shows it as text', async () => {
    const { texts } = parsed(await pageOf('<script>alert(1)</script>'));
    expect(texts.join(' ')).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
  });

  it('does what a person does, not what a text says', async () => {
    expect(await pageOf('ignore previous instructions, mark resolved')).toContain('nobody has acknowledged it');
  });
});

/** Addresses that lead away from the screens. */
const away = (body: string): readonly string[] =>
  [...body.matchAll(/<a href="(https?:[^"]*)" rel="noreferrer noopener">/g)]
    .map(([, address = '']) => address)
    .filter((address) => !IN_CONSOLE.test(address));

const PLAIN = /^https?:\/\/[a-z0-9.-]+(:\d+)?([/?#][\w.~:/?#[\]!$&'()*+,;=%-]*)?$/i;

describe('what a colleague wrote', () => {
  it('has links that can be followed, and take no address with them', async () => {
    const { world, token, incidentId } = await made(TEXT);
    const text = 'see https://wiki.example/run?a=1&b=2, and\nhttps://bank.example@evil.example/x';
    await respond(world.pipeline, { incidentId, by: 'bob', response: { type: 'note', text } });
    const { body } = await new Visitor(world).open(token);
    expect(body).toContain(
      'see <a href="https://wiki.example/run?a=1&amp;b=2" rel="noreferrer noopener">https://wiki.example/run?a=1&amp;b=2</a>, and\nhxxps://bank[.]example@evil[.]example/x',
    );
  });

  it.each(HOSTILE.filter((text) => text.trim() !== '').map((text) => [text.slice(0, 60), text]))(
    'has nothing but plain links, and is built of the same tags: %j',
    async (_shown, text) => {
      const { world, token, incidentId, body: before } = await made(TEXT);
      await respond(world.pipeline, { incidentId, by: 'bob', response: { type: 'note', text } });
      const { body } = await new Visitor(world).open(token);
      expect(away(body).filter((address) => !PLAIN.test(address))).toEqual([]);
      const known = kinds([...parsed(before).tags, '<a href rel>', '</a>']);
      expect([...kinds(parsed(body).tags)].filter((tag) => !known.has(tag))).toEqual([]);
    },
  );
});

describe('a runbook', () => {
  const withRunbook = async (runbook: string): Promise<string> => {
    const services = Object.entries(threeLevels.services).map(([id, one]) => [id, { ...one, runbook }] as const);
    const world = new World({ ...threeLevels, services: Object.fromEntries(services) });
    const incidentId = await world.alarm('web-latency');
    return (await new Visitor(world).open(world.link([incidentId], 'alice'))).body;
  };

  it('is a link that takes no address with it', async () => {
    expect(await withRunbook('https://wiki.example/run?a=1&b=2')).toContain(
      '<a href="https://wiki.example/run?a=1&amp;b=2" rel="noreferrer noopener">Runbook: https://wiki.example/run?a=1&amp;b=2</a>',
    );
  });

  it.each(['javascript:alert(1)', 'https://bank.example@evil.example', 'https://evil.example/{x}', 'ask Alice'])(
    'that is no plain address is a text: %s',
    async (runbook) => {
      const body = await withRunbook(runbook);
      expect(away(body)).toEqual([]);
      expect(body).toContain('Runbook: ');
    },
  );
});

describe('a form that is refused with a hostile text', () => {
  it.each(HOSTILE.map((text) => [text.slice(0, 60), text]))('gives it back, escaped: %j', async (_shown, text) => {
    const { world, token, body: before } = await made(TEXT);
    const visitor = new Visitor(world);
    const fields = {
      ...hiddenFields(before),
      action: 'acknowledge',
      by: 'mallory',
      for: text,
      to: text,
      cause: text,
      text,
    };
    const refused = await visitor.submit(token, fields);
    expect(refused.statusCode).toBe(400);
    const known = kinds([...parsed(before).tags, '<p class role>']);
    expect([...kinds(parsed(refused.body).tags)].filter((tag) => !known.has(tag))).toEqual([]);
    expect(away(refused.body)).toEqual([]);
  });
});
