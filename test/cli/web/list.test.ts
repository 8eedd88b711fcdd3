import { readdirSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { FolderError } from '../../../lib/adapters/folder/folder-error.ts';
import { openFolder } from '../../../lib/adapters/folder/open-folder.ts';
import { DAY, later, MINUTE } from '../../../lib/core/time.ts';
import { threeLevels } from '../../support/configurations.ts';
import { FolderStory, twoWeeks } from '../../support/folder-story.ts';
import { temporaryFolder } from '../running.ts';
import { listedIn, servedAs, WebVisitor } from './web-visitor.ts';

const folder = join(await temporaryFolder(), 'incidents');
const { triggered, acknowledged } = await twoWeeks(folder);
const visitor = new WebVisitor(await servedAs(folder, threeLevels));

const MOST_BYTES = 51_200;

describe('the list of incidents', () => {
  it('is newest first, with who has each and how it ended', async () => {
    const list = await visitor.open('/');
    expect(list.status).toBe(200);
    expect(listedIn(list).slice(0, 2)).toEqual([`/incidents/${triggered}`, `/incidents/${acknowledged}`]);
    expect(list.words).toContain('TRIGGERED nobody has it web: web-latency critical 2023-08-15 10:15 - 5 min so far');
    expect(list.words).toContain('ACKNOWLEDGED by Bob Osei unmapped alarm: checkout-errors');
    expect(list.words).toContain('RESOLVED by Carol Lindqvist');
    expect(Buffer.byteLength(list.body)).toBeLessThan(MOST_BYTES);
  });

  it.each([
    ['status=triggered', 1],
    ['status=open', 2],
    ['status=resolved', 30],
    ['severity=warning', 7],
    ['cause=memory-leak', 8],
    ['service=web&cause=memory-leak&severity=critical', 8],
    ['since=1d', 2],
    ['until=2023-07-12', 2],
    ['since=2023-07-12&until=2023-07-15', 3],
    ['responder=bob&status=open', 1],
    ['status=&since=&service=&cause=', 32],
  ])('narrowed by %s has %i', async (query, count) => {
    const list = await visitor.open(`/?${query}`);
    expect(list.status).toBe(200);
    expect(listedIn(list)).toHaveLength(count);
  });

  it('keeps the filters in its form and in the links of the statuses', async () => {
    const { body } = await visitor.open('/?status=resolved&service=web&since=30d');
    expect(body).toContain('<option value="web" selected>');
    expect(body).toContain('name="since" value="30d"');
    expect(body).toContain('name="status" value="resolved"');
    expect(body).toContain('href="/?since=30d&amp;service=web&amp;status=open"');
    expect(body).toContain('<details class="filters" open>');
  });

  it.each([
    ['status=banana', 'status: expected one of triggered, acknowledged, resolved, open, got "banana"'],
    ['since=yesterday', 'since: expected an instant such as 2023-08-05T14:15:00Z'],
    ['since=2023-08-05&until=2023-08-01', 'is not before until'],
    ['stauts=open', 'there is no filter "stauts": expected one of status, since'],
    ['cursor=expired', 'the place where this list went on cannot be read: begin at the newest'],
    ['cause=%3Cscript%3E', 'cause: expected one of'],
  ])('says what is wrong with %s, and shows what was typed', async (query, words) => {
    const list = await visitor.open(`/?${query}`);
    expect(list.status).toBe(400);
    expect(list.words).toContain(`Nothing was looked for.`);
    expect(list.words).toContain(words);
    expect(listedIn(list)).toEqual([]);
    expect(list.body).not.toContain('<script');
  });

  it('takes a range of years', async () => {
    expect(listedIn(await visitor.open('/?since=1990-01-01&until=2099-01-01'))).toHaveLength(32);
  });

  it('says that nothing matches, and what to do', async () => {
    expect((await visitor.open('/?service=nobodys')).words).toContain('No incident matches: take a filter away.');
  });
});

describe('a list of more than one screen', () => {
  it('leads to the older ones, none twice and none left out, each screen at most 50 KB', async () => {
    const own = join(await temporaryFolder(), 'incidents');
    const story = await FolderStory.begin(own);
    const count = 70;
    for (let index = 0; index < count; index += 1)
      await story.happens({
        at: later('2023-08-01T00:00:00.000Z', index * 30 * MINUTE),
        alarm: 'é"<&>'.repeat(40),
        resolved: [10, 'alice', 'traffic-surge'],
      });
    const many = new WebVisitor(await servedAs(own, threeLevels));
    const found: string[] = [];
    let path: string | undefined = '/?cause=traffic-surge';
    while (path !== undefined) {
      const list = await many.open(path);
      expect(Buffer.byteLength(list.body)).toBeLessThan(MOST_BYTES);
      found.push(...listedIn(list));
      path = /href="([^"]*)" rel="next"/u.exec(list.body)?.[1]?.replaceAll('&amp;', '&');
    }
    expect(found).toHaveLength(count);
    expect(Buffer.byteLength((await many.open('/report')).body)).toBeLessThan(MOST_BYTES);
    expect(new Set(found).size).toBe(count);
    expect(found).toEqual(found.toSorted().toReversed());
  }, 60_000);
});

describe('a folder', () => {
  it('without incidents says how to get some', async () => {
    const empty = join(await temporaryFolder(), 'incidents');
    await openFolder(empty, { create: true });
    const visited = new WebVisitor(await servedAs(empty, undefined));
    const list = await visited.open('/');
    expect(list.status).toBe(200);
    expect(list.words).toContain('npx tocsin replay <recording> --local leaves some. Then look again.');
    expect((await visited.open('/report')).words).toContain('leaves some. Then look again.');
  });

  it('shows what others add while it is served', async () => {
    const own = join(await temporaryFolder(), 'incidents');
    const story = await FolderStory.begin(own);
    const visited = new WebVisitor(await servedAs(own, threeLevels));
    expect(listedIn(await visited.open('/'))).toEqual([]);
    const id = await story.happens({ at: '2023-08-15T10:00:00.000Z', alarm: 'web-cpu' });
    expect(listedIn(await visited.open('/'))).toEqual([`/incidents/${id}`]);
  });

  it('whose last file is torn shows the rest, and says that something is missing', async () => {
    const own = join(await temporaryFolder(), 'incidents');
    const story = await FolderStory.begin(own);
    await story.happens({ at: later('2023-08-15T14:00:00.000Z', -DAY), alarm: 'web-cpu' });
    await story.happens({ at: '2023-08-15T14:00:00.000Z', alarm: 'web-latency', service: 'elsewhere' });
    const last =
      readdirSync(join(own, 'journal'))
        .filter((name) => name.endsWith('.json'))
        .toSorted()
        .at(-1) ?? '';
    await writeFile(join(own, 'journal', last), '{"half');
    const visited = new WebVisitor(await servedAs(own, threeLevels));
    const list = await visited.open('/');
    expect(list.status).toBe(200);
    expect(list.words).toContain('cannot be read, so whatever was recorded there is missing here');
    expect(listedIn(list).length).toBeGreaterThan(0);
    expect((await visited.open('/report')).words).toContain('restore it from a copy');
  });

  it('that is taken away while it is served takes no response, and gives back what was typed', async () => {
    const own = join(await temporaryFolder(), 'incidents');
    const story = await FolderStory.begin(own);
    const id = await story.happens({ at: '2023-08-15T10:00:00.000Z', alarm: 'web-cpu' });
    const visited = new WebVisitor(await servedAs(own, threeLevels));
    await rm(own, { recursive: true });
    const failed = await visited.press(`/incidents/${id}`, { action: 'note', by: 'bob', text: 'I roll back' });
    expect(failed.status).toBe(503);
    expect(failed.body).toContain('I roll back</textarea>');
    expect(failed.words).toContain('Send it again: Add the note');
    expect(visited.failures).not.toHaveLength(0);
  });

  it('that is damaged while it is served is told with what to do', async () => {
    const served = await servedAs(folder, threeLevels);
    const damaged = (): Promise<never> =>
      Promise.reject(new FolderError('.tocsin/journal/7', 'cannot be read: restore it'));
    const incidents = Object.assign(Object.create(served.incidents) as typeof served.incidents, { head: damaged });
    const visited = new WebVisitor({ ...served, incidents });
    const { status, words } = await visited.open(`/incidents/${triggered}`);
    expect(status).toBe(500);
    expect(words).toContain('.tocsin/journal/7: cannot be read: restore it');
  });
});
