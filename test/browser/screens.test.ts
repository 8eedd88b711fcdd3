import type { BrowserContext, Page } from 'playwright-core';
import { afterEach, describe, expect, it } from 'vitest';
import type { Incident } from '../../lib/core/incident/incident.ts';
import type { Response } from '../../lib/core/incident/response.ts';
import { statusOf } from '../../lib/core/incident/phase.ts';
import { receive } from '../../lib/pipeline/receive.ts';
import { respond } from '../../lib/pipeline/respond.ts';
import type { IncidentStore } from '../../lib/ports/incident-store.ts';
import { alarmEvent } from '../support/alarm-events.ts';
import type { Finding } from '../../lib/core/diagnosis/finding.ts';
import { diagnosedIncident, foundElse } from '../support/diagnosed-incident.ts';
import { World } from '../support/function-world.ts';
import { minute } from '../support/incident-spec.ts';
import { inChromium } from './in-chromium.ts';
import { faultsOf, isTooWide, picture } from './looked-at.ts';
import { type ScreenServer, serveScreens } from './screen-server.ts';

const WIDTHS = [375, 1440] as const;
const SCHEMES = ['light', 'dark'] as const;

const SYMPTOMS: Readonly<Record<string, string>> = {
  'web-latency': 'p99 latency 3.7 s (limit 1 s), 3 of 5 min',
  'web-cpu': 'CPU 91 % (limit 80 %), 15 of 15 min',
  'checkout-queue': 'oldest message 14 min (limit 5 min)',
};

const withSymptoms = (incident: Incident | undefined): Incident | undefined =>
  incident && {
    ...incident,
    alarms: incident.alarms.map((alarm) => {
      const symptom = SYMPTOMS[alarm.name];
      return symptom === undefined ? alarm : { ...alarm, symptom };
    }),
  };

interface Scene {
  readonly world: World;
  readonly incidentId: string;
  readonly token: string;
  /** Calls of the store that do something else. */
  readonly store?: Partial<IncidentStore>;
}

interface Opening {
  readonly scheme?: 'light' | 'dark';
  /** Axe is a script: the policy of the screens would not let it in. */
  readonly bypassCSP?: boolean;
  /** Calls of the store that do something else. */
  readonly store?: Partial<IncidentStore>;
}

const RUNBOOK = 'https://wiki.example/runbooks/web-latency?from=page#first';

/** Of web, unless it is of no service. */
const alarm = async (world: World, name: string, severity: string): Promise<string> => {
  const service = name.startsWith('web-') ? 'web' : 'elsewhere';
  const tags = { 'tocsin:service': service, 'tocsin:severity': severity, 'tocsin:runbook': RUNBOOK };
  const body = alarmEvent({ name, state: 'ALARM', at: world.now, tags });
  const { incidentIds } = await receive(world.pipeline, [{ messageId: name, body }]);
  await world.send();
  return incidentIds[0] ?? '';
};

const scene = async (name = 'web-latency', severity = 'critical'): Promise<Scene> => {
  const world = new World();
  const incidentId = await alarm(world, name, severity);
  world.now = minute(5);
  return { world, incidentId, token: world.link([incidentId], 'alice') };
};

const responded = async (scene: Scene, by: string, response: Response): Promise<Scene> => {
  await respond(scene.world.pipeline, { incidentId: scene.incidentId, by, response });
  await scene.world.send();
  return scene;
};

const noted = (scene: Scene): Promise<Scene> =>
  responded(scene, 'bob', {
    type: 'note',
    text: 'web-2 restarts in a loop: https://grafana.example/d/web?var=web-2 (since the deploy).\n\nI roll back.',
  });

const several = async (): Promise<Scene> => {
  const one = await scene();
  const other = await alarm(one.world, 'checkout-queue', 'critical');
  return { ...one, token: one.world.link([one.incidentId, other], 'alice') };
};

const diagnosed = async (change: (finding: Finding) => unknown = (finding) => finding): Promise<Scene> => {
  const { world, incidentId, body: found } = await diagnosedIncident();
  const body = foundElse(found, change);
  const diagnoses = (): ReturnType<IncidentStore['diagnoses']> => Promise.resolve([{ number: 1, body }]);
  return { world, incidentId, token: world.link([incidentId], 'alice'), store: { diagnoses } };
};

/** Four series, one with a gap, and as many marks as a picture has. */
const fullPicture = ({ chart, ...finding }: Finding): unknown => ({
  ...finding,
  chart: {
    ...chart,
    series: [...chart.series, { name: 'DB read', unit: 'Seconds', limit: null, values: [0.001, 0.002] }]
      .slice(0, 4)
      .map((one, index) => ({
        ...one,
        values: one.values.map((value, at) => (index === 0 && at > 70 && at < 78 ? null : value)),
      })),
    marks: [
      ...chart.marks,
      { at: '2023-08-05T13:25:00.000Z', what: 'deploy shop-41' },
      { at: '2023-08-05T12:45:00.000Z', what: 'deploy shop-40' },
      { at: '2023-08-05T13:57:00.000Z', what: 'tocsin-prod-web-latency-critical' },
    ],
  },
});

const SCENES: Readonly<Record<string, () => Promise<Scene>>> = {
  'a critical incident that nobody has': async () => noted(await scene()),
  'a warning, for which nobody is needed': () => scene('web-cpu', 'warning'),
  'one that its reader has': async () => responded(await noted(await scene()), 'alice', { type: 'acknowledge' }),
  'one that is resolved': async () => responded(await noted(await scene()), 'bob', { type: 'resolve' }),
  'one that is diagnosed': () => diagnosed(),
  'one that is diagnosed, and acknowledged': async () =>
    responded(await diagnosed(fullPicture), 'alice', { type: 'acknowledge' }),
  'several incidents': several,
  "one of a channel's link": async () => {
    const one = await scene();
    return { ...one, token: one.world.link([one.incidentId], undefined) };
  },
};

inChromium('the screen behind a link', (browser) => {
  let context: BrowserContext | undefined;
  let server: ScreenServer | undefined;

  afterEach(async () => {
    await context?.close();
    await server?.close();
    [context, server] = [undefined, undefined];
  });

  const opened = async (
    { world, token, store: ofScene }: Scene,
    width: number,
    { scheme = 'light', bypassCSP = true, store: other = {} }: Opening = {},
  ): Promise<Page> => {
    const { store } = world.pipeline;
    const pipeline = world.onStore({ head: async (id) => withSymptoms(await store.head(id)), ...ofScene, ...other });
    server = await serveScreens({ pipeline, telemetry: world.telemetry });
    const viewport = { width, height: width < 500 ? 812 : 900 };
    context = await browser().newContext({ viewport, colorScheme: scheme, bypassCSP });
    context.setDefaultTimeout(10_000);
    const page = await context.newPage();
    const answer = await page.goto(server.address(token));
    expect(answer?.status()).toBe(200);
    return page;
  };

  /** What is pressed and is less than 44 pixels high or wide; a link within a sentence is as high as its line. */
  const tooSmall = (page: Page): Promise<readonly string[]> =>
    page.evaluate(`[...document.querySelectorAll('button, select, textarea, summary, .more a, .links a')]
      .filter((one) => one.checkVisibility())
      .filter((one) => { const { width, height } = one.getBoundingClientRect(); return width < 44 || height < 44; })
      .map((one) => one.outerHTML)`);

  const expectGood = async (page: Page, name: string): Promise<void> => {
    await picture(page, name);
    expect(await faultsOf(page)).toEqual([]);
    expect(await isTooWide(page)).toBe(false);
    expect(await tooSmall(page)).toEqual([]);
  };

  const cases = WIDTHS.flatMap((width) => SCHEMES.map((scheme) => [width, scheme] as const));

  describe.each(Object.keys(SCENES))('of %s', (name) => {
    it.each(cases)('can be read and pressed by everybody at %i px, %s', async (width, scheme) => {
      const made = await SCENES[name]?.();
      if (made === undefined) throw new Error('no such scene');
      const page = await opened(made, width, { scheme });
      await expectGood(page, `${name} ${String(width)} ${scheme}`);
    });
  });

  describe('with every reason open', () => {
    it.each(cases)('can be read by everybody at %i px, %s', async (width, scheme) => {
      const page = await opened(await diagnosed(), width, { scheme });
      await page.click('summary:has-text("Why")');
      expect(await page.locator('.why li').count()).toBe(4);
      await expectGood(page, `reasons ${String(width)} ${scheme}`);
    });
  });

  describe('with its whole timeline', () => {
    it.each(cases)('can be read and pressed by everybody at %i px, %s', async (width, scheme) => {
      const page = await opened(await noted(await scene()), width, { scheme });
      await page.click('text=what messages said');
      await page.click('summary:has-text("What it said")');
      await expectGood(page, `whole timeline ${String(width)} ${scheme}`);
      await page.click('text=Back to the incident');
      expect(await page.innerText('.big')).toBe('Acknowledge');
    });
  });

  describe('refused', () => {
    it.each(cases)('keeps what was typed, at %i px, %s', async (width, scheme) => {
      const made = await scene();
      const page = await opened(made, width, { scheme });
      await page.fill('textarea', 'rolled back <b>web</b>\n\nto 41');
      await page.selectOption('#for', '4h');
      await made.world.alarm('web-memory');
      await page.click('summary:has-text("Resolve")');
      await page.click('button:has-text("Resolve now")');
      expect(await page.innerText('[role=status]')).toContain('Nothing was recorded: it has changed since you looked');
      expect(await page.inputValue('textarea')).toBe('rolled back <b>web</b>\n\nto 41');
      expect(await page.inputValue('#for')).toBe('4h');
      expect(statusOf(await made.world.head(made.incidentId))).toBe('triggered');
      await expectGood(page, `refused ${String(width)} ${scheme}`);
    });
  });

  it.each(cases)('of what did not work shows what was typed, at %i px, %s', async (width, scheme) => {
    const store = { append: () => Promise.reject(new Error('table down')) };
    const page = await opened(await scene(), width, { scheme, store });
    await page.fill('textarea', 'rolled back\nto 41');
    await page.click('.big');
    expect(await page.innerText('.big')).toBe('Send it again: Acknowledge');
    expect(await page.inputValue('textarea')).toBe('rolled back\nto 41');
    await expectGood(page, `did not work ${String(width)} ${scheme}`);
  });

  it('looks as it should under its own content security policy, which lets no script in', async () => {
    const page = await opened(await scene(), 375, { bypassCSP: false });
    const refused: string[] = [];
    page.on('console', (message) => refused.push(message.text()));
    await page.reload();
    const box = await page.locator('.big').boundingBox();
    expect(box?.height).toBeGreaterThanOrEqual(72);
    expect(refused).toEqual([]);
    await expect(page.addScriptTag({ content: 'document.title = "owned"' })).rejects.toThrow();
    expect(await page.title()).not.toBe('owned');
  });

  describe('by keyboard alone', () => {
    const focused = (page: Page): Promise<string> => page.evaluate('document.activeElement.textContent.trim()');

    const tabTo = async (page: Page, words: string): Promise<void> => {
      for (let pressed = 0; pressed < 20 && (await focused(page)) !== words; pressed += 1)
        await page.keyboard.press('Tab');
      expect(await focused(page)).toBe(words);
    };

    it('reaches Acknowledge first, and acknowledges by one key', async () => {
      const made = await scene();
      const page = await opened(made, 375, { bypassCSP: false });
      await page.keyboard.press('Tab');
      expect(await focused(page)).toBe('Acknowledge');
      await Promise.all([page.waitForURL(/did=acknowledge/), page.keyboard.press('Enter')]);
      expect(await page.innerText('[role=status]')).toBe('Acknowledged.');
      expect(statusOf(await made.world.head(made.incidentId))).toBe('acknowledged');
    });

    it('asks once more before it resolves, and then resolves', async () => {
      const made = await scene();
      const page = await opened(made, 375);
      await tabTo(page, 'Resolve…');
      await page.keyboard.press('Enter');
      await page.waitForSelector('button:has-text("Resolve now")', { state: 'visible' });
      await picture(page, 'asked once more 375 light');
      expect(statusOf(await made.world.head(made.incidentId))).toBe('triggered');
      expect(await faultsOf(page)).toEqual([]);
      await page.keyboard.press('Tab');
      await page.selectOption('#cause', 'memory-leak');
      await page.keyboard.press('Tab');
      expect(await focused(page)).toBe('Resolve now');
      await Promise.all([page.waitForURL(/did=resolve/), page.keyboard.press('Enter')]);
      expect(await page.innerText('[role=status]')).toBe('Resolved. It was: memory leak.');
      expect(await made.world.head(made.incidentId)).toMatchObject({
        confirmed: { cause: 'memory-leak', by: 'alice' },
      });
    });
  });
});
