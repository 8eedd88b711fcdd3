import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CONTENT_SECURITY_POLICY } from '../../../lib/screens/document.ts';
import { threeLevels } from '../../support/configurations.ts';
import { FolderStory, LOOKED_AT } from '../../support/folder-story.ts';
import { run, temporaryFolder } from '../running.ts';
import { hiddenIn, PORT, servedAs, WebVisitor } from './web-visitor.ts';

const MOST_BYTES = 51_200;

interface Scene {
  readonly visitor: WebVisitor;
  readonly folder: string;
  readonly id: string;
  /** As a command has to name the folder. */
  readonly option: string;
  readonly address: string;
}

interface Setting {
  readonly isConfigured?: boolean;
  readonly alarm?: string;
}

const scene = async ({ isConfigured = true, alarm = 'web-latency' }: Setting = {}): Promise<Scene> => {
  const folder = join(await temporaryFolder(), 'incidents');
  const story = await FolderStory.begin(folder);
  const id = await story.happens({ at: '2023-08-15T14:15:00.000Z', alarm });
  const served = await servedAs(folder, isConfigured ? threeLevels : undefined);
  return { visitor: new WebVisitor(served), folder, id, option: served.option, address: `/incidents/${id}` };
};

/** What the command line shows of it. */
const shown = async ({ folder, id }: Scene): Promise<string> =>
  (await run(['incidents', 'show', id, '--local', folder], { now: () => LOOKED_AT })).out;

describe('an incident', () => {
  it('says how it stands, who is next and when, what was done, and that nothing is sent', async () => {
    const { visitor, address } = await scene();
    const screen = await visitor.open(address);
    expect(screen.status).toBe(200);
    expect(screen.words).toContain('CRITICAL web in prod');
    expect(screen.words).toContain('triggered: nobody has acknowledged it Next: Bob Osei at 10:30 EDT (14:30 UTC)');
    expect(screen.words).toContain('10:15 paged Alice Ferreira: level 1 of 3');
    expect(screen.words).toContain('pages that it asks for are recorded too, and nothing sends them');
    expect(screen.body).toContain(`href="${address}/postmortem"`);
    expect(Buffer.byteLength(screen.body)).toBeLessThan(MOST_BYTES);
  });

  it('is kept and scripted by nobody', async () => {
    const { visitor, address } = await scene();
    for (const path of ['/', '/report', address, `${address}/postmortem`, '/nowhere']) {
      const { headers, body } = await visitor.open(path);
      expect(headers.get('content-security-policy')).toMatch(
        /^default-src 'none'; style-src 'sha256-[\w+/=]+' 'sha256-[\w+/=]+'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'$/u,
      );
      expect(headers.get('cache-control')).toBe('no-store');
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(body).not.toMatch(/<script|<img|<link|style="|onclick|javascript:/u);
    }
    expect(CONTENT_SECURITY_POLICY).toContain("form-action 'self'");
  });

  it('is found by the beginning of its id', async () => {
    const { visitor, address } = await scene();
    const led = await visitor.open(address.slice(0, -6).toLowerCase());
    expect([led.status, led.headers.get('location')]).toEqual([303, address]);
    expect((await visitor.open(`${address.slice(0, -6)}/postmortem`)).headers.get('location')).toBe(
      `${address}/postmortem`,
    );
  });

  it.each(['/incidents/01ZZ', '/incidents/01ZZ/postmortem'])('that is not there is told calmly: %s', async (path) => {
    const { visitor } = await scene();
    const screen = await visitor.open(path);
    expect(screen.status).toBe(404);
    expect(screen.words).toMatch(/No incident of .* begins with "01ZZ"/u);
  });

  it.each(['/incidents', '/incidents/%3Cb%3E', '/etc/passwd', '/incidents/a/b', '/%00'])(
    'is at no such address: %s',
    async (path) => {
      const { visitor } = await scene();
      const screen = await visitor.open(path);
      expect(screen.status).toBe(404);
      expect(screen.words).toContain('There is nothing at this address');
    },
  );

  it('shows its timeline whole, with what messages said', async () => {
    const { visitor, address } = await scene();
    const screen = await visitor.open(`${address}?before=99`);
    expect(screen.status).toBe(200);
    expect(screen.words).toContain('What it said');
    expect(screen.body).toContain(`<a href="${address}">Back to the incident</a>`);
  });

  it('has a postmortem', async () => {
    const { visitor, address } = await scene();
    const screen = await visitor.open(`${address}/postmortem`);
    expect(screen.status).toBe(200);
    expect(screen.words).toContain('Corrective and Preventative Measures');
    expect(screen.body).toContain(`<a href="${address}">The incident</a>`);
    expect(screen.body).not.toContain('http-equiv');
    expect(Buffer.byteLength(screen.body)).toBeLessThan(MOST_BYTES);
  });

  it('shows hostile names as text', async () => {
    const { visitor, address } = await scene({ alarm: '<script>alert(1)</script>"\'><b>\u202Egnp.exe' });
    for (const path of ['/', '/report', address, `${address}/postmortem`, `${address}?before=99`]) {
      const { status, body } = await visitor.open(path);
      expect([path, status]).toEqual([path, 200]);
      expect(body).not.toContain('<script');
      expect(body).not.toContain('<b>');
      expect(body).not.toContain('\u202E');
      expect(body).toContain('&lt;script&gt;');
    }
  });
});

describe('an incident of many long notes', () => {
  it('takes at most 50 KB, and leads on to every line of it', async () => {
    const { visitor, address } = await scene();
    const notes = Array.from({ length: 40 }, (_, index) => `note ${String(index)}: ${'"<&> '.repeat(600)}`);
    for (const text of notes) await visitor.press(address, { action: 'note', by: 'bob', text });
    expect(Buffer.byteLength((await visitor.open(address)).body)).toBeLessThan(MOST_BYTES);
    const found: string[] = [];
    let path: string | undefined = `${address}?before=9999`;
    while (path !== undefined) {
      const { body, words } = await visitor.open(path);
      expect(Buffer.byteLength(body)).toBeLessThan(MOST_BYTES);
      found.push(...(words.match(/note \d+:/gu) ?? []));
      path = /href="([^"]*\?before=\d+)"/u.exec(body)?.[1];
    }
    expect(found).toHaveLength(notes.length);
  });

  it('has a postmortem of at most 50 KB, which says what it leaves out, and where that is', async () => {
    const { visitor, address, id, option } = await scene();
    for (let note = 0; note < 40; note += 1)
      await visitor.press(address, { action: 'note', by: 'bob', text: `note ${String(note)}: ${'"<&> '.repeat(600)}` });
    const { body, words } = await visitor.open(`${address}/postmortem`);
    expect(Buffer.byteLength(body)).toBeLessThan(MOST_BYTES);
    expect(words).toContain('Shortened to fit this screen');
    expect(words).toContain(`npx tocsin incidents show ${id} ${option} every event`);
    expect(words).toContain('note 0:');
    const named = new Set([...body.matchAll(/href="#(event-\d+)"/gu)].map(([, id]) => id));
    expect([...named].filter((id) => !body.includes(`id="${String(id)}"`))).toEqual([]);
  });
});

describe('a response', () => {
  it('is recorded, and leads back to the incident', async () => {
    const made = await scene();
    const { visitor, address } = made;
    const led = await visitor.press(address, { action: 'acknowledge', by: 'bob', text: 'I look\r\nat it' });
    expect(led.status).toBe(303);
    expect(led.headers.get('location')).toMatch(new RegExp(`^${address}\\?did=acknowledge&at=\\d+&by=bob$`, 'u'));
    const screen = await visitor.follow(led);
    expect(screen.words).toContain('Acknowledged.');
    expect(screen.words).toContain('acknowledged by Bob Osei at 10:20, until 10:50');
    expect(screen.body).toContain('<option value="bob" selected>');
    expect(await shown(made)).toContain('bob acknowledged');
    expect(await shown(made)).toContain('bob: I look at it');
  });

  it('sent twice is carried out once', async () => {
    const made = await scene();
    const { visitor, address } = made;
    const fields = { ...hiddenIn((await visitor.open(address)).body), action: 'note', by: 'bob', text: 'once' };
    await visitor.submit(address, fields);
    const again = await visitor.follow(await visitor.submit(address, fields));
    expect(again.words).toContain('Note added. (That was done already.)');
    expect((await shown(made)).match(/bob: once/gu)).toHaveLength(1);
  });

  it('that nobody signs is refused, with what was typed', async () => {
    const made = await scene();
    const refused = await made.visitor.press(made.address, { action: 'snooze', for: '4h', text: 'later <b>' });
    expect(refused.status).toBe(400);
    expect(refused.words).toContain('Nothing was recorded: nobody said who responds');
    expect(refused.body).toContain('later &lt;b&gt;</textarea>');
    expect(refused.body).toContain('<option value="4h" selected>');
    expect(await shown(made)).not.toContain('later');
  });

  it('to what has changed is asked for again', async () => {
    const made = await scene();
    const { visitor, address } = made;
    const { body } = await visitor.open(address);
    await visitor.press(address, { action: 'acknowledge', by: 'bob' });
    const refused = await visitor.submit(address, { ...hiddenIn(body), action: 'escalate', by: 'alice' });
    expect(refused.status).toBe(409);
    expect(refused.words).toContain('Nothing was recorded: it has changed since you looked');
  });

  it('by somebody who is not configured is refused', async () => {
    const { visitor, address } = await scene();
    const refused = await visitor.press(address, { action: 'acknowledge', by: 'mallory' });
    expect(refused.status).toBe(400);
    expect(refused.words).toContain('Nothing was recorded');
  });

  it('without a configuration is by whoever says so, if that can be a name', async () => {
    const made = await scene({ isConfigured: false });
    const { visitor, address } = made;
    expect((await visitor.open(address)).body).toMatch(/<input\s+id="by"/u);
    const wrong = await visitor.press(address, { action: 'acknowledge', by: 'Dave <b>' });
    expect(wrong.words).toContain('that is no name of a responder. Expected: such as alice');
    expect((await visitor.press(address, { action: 'acknowledge', by: 'dave' })).status).toBe(303);
    expect(await shown(made)).toContain('acknowledged by dave');
  });

  it('is by $TOCSIN_RESPONDER unless somebody else is chosen', async () => {
    const { folder, address } = await scene();
    const visitor = new WebVisitor(await servedAs(folder, threeLevels, { env: { TOCSIN_RESPONDER: 'carol' } }));
    expect((await visitor.open(address)).body).toContain('<option value="carol" selected>');
  });
});

describe('what is asked from elsewhere', () => {
  it.each([
    'evil.example',
    `evil.example:${String(PORT)}`,
    '127.0.0.1',
    '127.0.0.1:1',
    `127.0.0.1:${String(PORT)}.evil.example`,
    `localhost.evil.example:${String(PORT)}`,
    `[::1]:${String(PORT)}`,
    '',
  ])('under the name %j learns nothing', async (host) => {
    const { visitor, address } = await scene();
    for (const path of ['/', address, '/nowhere']) {
      const { status, words } = await visitor.open(path, { host });
      expect(status).toBe(421);
      expect(words).not.toMatch(/web|latency|Folder|incident/iu);
    }
  });

  it('under localhost is this very server', async () => {
    const { visitor } = await scene();
    expect((await visitor.open('/', { host: `LOCALHOST:${String(PORT)}` })).status).toBe(200);
  });

  it.each([
    { origin: 'https://evil.example' },
    { origin: 'null' },
    { origin: '' },
    { origin: `http://localhost:${String(PORT)}` },
    { origin: `http://127.0.0.1:1` },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
  ])('changes nothing, from %j', async (headers) => {
    const made = await scene();
    const refused = await made.visitor.press(made.address, { action: 'acknowledge', by: 'bob' }, headers);
    expect(refused.status).toBe(403);
    expect(refused.words).toContain('The form came from somewhere else');
    expect(await shown(made)).not.toContain('bob acknowledged');
  });

  it.each(['a-nonce-of-some-length', '', 'x'.repeat(48)])('changes nothing with the nonce %j', async (nonce) => {
    const made = await scene();
    const refused = await made.visitor.press(made.address, { action: 'acknowledge', by: 'bob', nonce });
    expect([400, 403]).toContain(refused.status);
    expect(refused.words).toContain('Nothing was recorded: this form is not one');
    expect(await shown(made)).not.toContain('bob acknowledged');
  });

  it('changes nothing by a form of another server', async () => {
    const made = await scene();
    const before = new WebVisitor(await servedAs(made.folder, threeLevels));
    const old = { ...hiddenIn((await before.open(made.address)).body), action: 'note', by: 'bob', text: 'typed' };
    const refused = await made.visitor.submit(made.address, old);
    expect(refused.status).toBe(403);
    expect(refused.words).toContain('it may be of before it was started again');
    expect(refused.body).toContain('typed</textarea>');
    const led = await made.visitor.submit(made.address, { ...old, ...hiddenIn(refused.body) });
    expect(led.status).toBe(303);
  });

  it('is refused where it is no form, or too large', async () => {
    const { visitor, address } = await scene();
    const json = await visitor.submit(address, {}, { 'content-type': 'application/json' });
    expect([json.status, json.words.includes('unsupported content type')]).toEqual([415, true]);
    const large = await visitor.submit(address, { text: 'x'.repeat(70_000) });
    expect([large.status, large.words.includes('the body is too large')]).toEqual([413, true]);
  });

  it('by another method finds nothing', async () => {
    const { visitor, address } = await scene();
    const { status } = await visitor.send(address, {
      method: 'DELETE',
      headers: { origin: `http://127.0.0.1:${String(PORT)}` },
    });
    expect(status).toBe(404);
  });
});
