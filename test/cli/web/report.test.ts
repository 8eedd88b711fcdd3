import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { threeLevels } from '../../support/configurations.ts';
import { twoWeeks } from '../../support/folder-story.ts';
import { run, temporaryFolder } from '../running.ts';
import { servedAs, WebVisitor } from './web-visitor.ts';

const folder = join(await temporaryFolder(), 'incidents');
await twoWeeks(folder);
const visitor = new WebVisitor(await servedAs(folder, threeLevels));

describe('the report in a browser', () => {
  it('says what the command line says, beside the period before', async () => {
    const { status, words, body } = await visitor.open('/report');
    expect(status).toBe(200);
    const { out } = await run(['report', '--local', folder, '--since', '30d', '--compare', '--json'], {
      now: () => '2023-08-15T14:20:00.000Z',
    });
    const { total, open } = (JSON.parse(out) as { figures: { incidents: { total: number; open: number } } }).figures
      .incidents;
    expect(words).toContain(`Incidents ${String(total)} 6 before, ${String(open)} still open`);
    expect(words).toContain('Median answer 15 min too few before');
    expect(words).toContain('Before: the 30 d from 2023-06-16 10:20. Times of America/New_York.');
    expect(words).toContain('Alice Ferreira');
    expect(words).toMatch(/\d+ incidents, \d+ critical; most in the day from/u);
    expect(Buffer.byteLength(body)).toBeLessThan(51_200);
  });

  it('leads to the incidents of a service in the same time', async () => {
    const { body } = await visitor.open('/report');
    const address = /<a href="(\/\?since=[^"]*service=web)">web<\/a>/u.exec(body)?.[1]?.replaceAll('&amp;', '&') ?? '';
    const list = await visitor.open(address);
    expect(list.status).toBe(200);
    expect(list.words).toContain('web: web-latency');
    expect(list.words).not.toContain('checkout');
  });

  it('is of one service, and of another time, where that is asked', async () => {
    const { words } = await visitor.open('/report?service=web&since=2023-07-10&until=2023-07-20');
    expect(words).toContain('Report: web');
    expect(words).toContain('2023-07-09 20:00 to 2023-07-19 20:00, 10 d.');
  });

  it('by the hour, the day and the week', async () => {
    const step = async (since: string): Promise<string | undefined> =>
      /opened, by the (\w+)/u.exec((await visitor.open(`/report?since=${since}`)).words)?.[1];
    expect([await step('1d'), await step('30d'), await step('300d')]).toEqual(['hour', 'day', 'week']);
  });

  it('of a time in which nothing opened leads to where something did', async () => {
    const { status, words, body } = await visitor.open('/report?since=2024-01-01');
    expect(status).toBe(400);
    expect(words).toContain('since (2024-01-01T00:00:00.000Z) is not before until');
    const empty = await visitor.open('/report?since=2022-01-01&until=2022-02-01');
    expect(empty.words).toContain('No incident opened in this time; the newest of all did at 2023-08-15 10:15.');
    expect(empty.body).toContain('href="/report?until=2023-08-16"');
    expect(body).toContain('value="2024-01-01"');
  });

  it.each([
    ['since=2000-01-01', 'a report is of a year at most'],
    ['until=soon', 'until: expected an instant such as'],
    ['status=open', 'there is no filter "status": expected one of since, until, service'],
  ])('says what is wrong with %s', async (query, expected) => {
    const { status, words } = await visitor.open(`/report?${query}`);
    expect(status).toBe(400);
    expect(words).toContain(expected);
    expect(words).not.toContain('--');
  });

  it('of a service that nobody knows has nothing', async () => {
    const { status, words } = await visitor.open('/report?service=nobodys');
    expect(status).toBe(200);
    expect(words).toContain('Report: nobodys');
    expect(words).toContain('No incident opened in this time');
  });
});
