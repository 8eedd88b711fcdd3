import { createHash } from 'node:crypto';
import { html } from 'hono/html';
import { describe, expect, it } from 'vitest';
import { postmortemScreen } from '../../lib/screens/postmortem/postmortem-screen.ts';
import { POSTMORTEM_STYLESHEET } from '../../lib/screens/postmortem/postmortem-stylesheet.ts';
import { fact, firing, headAlarm, minute, note, opening } from '../support/incident-story.ts';
import { demoPostmortem } from '../support/postmortem-gallery.ts';
import { toldOf } from '../support/told-postmortem.ts';

const demo = await postmortemScreen(await demoPostmortem());

describe('a postmortem as one HTML file', () => {
  it('holds no script, and loads nothing', () => {
    expect(demo).not.toMatch(/<(?:script|link|img|iframe|object|form)\b|\son\w+=|@import|url\(/iu);
  });

  it('lets no other style in than its own, by its own policy', () => {
    const style = /<style>([^]*)<\/style>/u.exec(demo)?.[1];
    expect(style).toBe(POSTMORTEM_STYLESHEET);
    const hash = createHash('sha256').update(POSTMORTEM_STYLESHEET).digest('base64');
    expect(demo.replaceAll('&#39;', "'")).toContain(`default-src 'none'; style-src 'sha256-${hash}'`);
    expect(demo).not.toMatch(/\sstyle="/u);
  });

  it('has nothing in its style that HTML would escape, and rules for print', () => {
    expect(POSTMORTEM_STYLESHEET).not.toMatch(/[<>&"']/u);
    expect(POSTMORTEM_STYLESHEET).toContain('@media print');
  });

  it('leads from each statement to its event', () => {
    const referred = new Set([...demo.matchAll(/href="#event-(\d+)"/gu)].map(([, version]) => version));
    const places = [...demo.matchAll(/id="event-(\d+)"/gu)].map(([, version]) => version);
    expect(new Set(places)).toEqual(referred);
    expect(places).toHaveLength(referred.size);
  });

  it('draws the series that decided, with what happened meanwhile', () => {
    expect(demo).toContain('<h2>The series that decided</h2>');
    expect(demo).toMatch(/10:15\s+alarm latency-critical/u);
  });

  it.each([
    '<script>alert(1)</script>',
    '"><img src=x onerror=alert(1)>',
    "'--></style><b>",
    '[x](javascript:alert(1))',
  ])('keeps text as text: %s', async (text) => {
    const events = [
      opening('I1', { service: text, environment: text }),
      fact(minute(0), { type: 'AlarmJoined', alarm: headAlarm('a', { name: text, symptom: text }), counts: firing(1) }),
      note(text),
    ];
    const shown = await postmortemScreen(toldOf(events));
    expect(shown).not.toContain(text);
    expect(shown.match(/<script|<img|<b>|href="(?!#event-)/gu)).toBeNull();
  });

  it('follows a link that a colleague wrote', async () => {
    const shown = await postmortemScreen(toldOf([opening('I1'), note('see https://wiki.example.com/x')]));
    expect(shown).toContain('<a href="https://wiki.example.com/x" rel="noreferrer noopener">');
  });
});

describe('a postmortem in a place that has no room for it', () => {
  const place = { frame: { stylesheet: POSTMORTEM_STYLESHEET, header: html`` }, bytes: 51_200 };

  it.each([
    ['a few notes of the longest', 20, '"'.repeat(4_000)],
    ['as many short ones as nobody writes', 3_000, 'restarted two of six tasks'],
    ['thousands of the longest, of which each character takes the most', 1_000, '"'.repeat(4_000)],
  ])('fits with %s, names the incident whole elsewhere, and shows how it began and ended', async (_, count, text) => {
    const notes = Array.from({ length: count }, (_, index) => note(`${String(index)} ${text}`, minute(index)));
    const shown = await postmortemScreen(toldOf([opening('I1'), ...notes]), place);
    expect(Buffer.byteLength(shown)).toBeLessThanOrEqual(place.bytes);
    expect(shown).toContain('<code>npx tocsin incidents postmortem I1 --local</code>');
    expect(shown).toContain(`${String(count - 1)} ${text[0] === 'r' ? text : '&quot;'}`);
    const referred = new Set([...shown.matchAll(/href="#event-(\d+)"/gu)].map(([, version]) => version));
    expect(new Set([...shown.matchAll(/id="event-(\d+)"/gu)].map(([, version]) => version))).toEqual(referred);
  });

  it('is whole where there is room', async () => {
    expect(await postmortemScreen(await demoPostmortem(), place)).not.toContain('Shortened');
  });

  it('is whole as a file', async () => {
    const notes = Array.from({ length: 100 }, () => note('x'.repeat(4_000)));
    const shown = await postmortemScreen(toldOf([opening('I1'), ...notes]));
    expect(shown.match(/x{4000}/gu)).toHaveLength(100);
  });
});
