import { createHash } from 'node:crypto';
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
