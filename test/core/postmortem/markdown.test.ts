import fc from 'fast-check';
import * as prettier from 'prettier';
import { describe, expect, it } from 'vitest';
import { postmortemMarkdown } from '../../../lib/core/postmortem/markdown.ts';
import type { Postmortem } from '../../../lib/core/postmortem/postmortem.ts';
import { fact, firing, headAlarm, minute, note, opening } from '../../support/incident-story.ts';
import { hostileSaid } from '../../support/said-diagnosis.ts';
import { linesOf, toldOf, unfounded } from '../../support/told-postmortem.ts';

interface Node {
  readonly type: string;
  readonly value?: string;
  readonly url?: string;
  readonly children?: readonly Node[];
}

interface Parser {
  parse(text: string, options: { readonly parser: 'markdown' }): Promise<{ readonly ast: Node }>;
}

const { __debug: parser } = prettier as unknown as { readonly __debug: Parser };

const nodesOf = (node: Node): readonly Node[] => [node, ...(node.children ?? []).flatMap(nodesOf)];

/** An incident in which everybody who can name or write something wrote this. */
const writtenBy = (text: string): Postmortem =>
  toldOf(
    [
      opening('I1', { service: text, environment: text, isDiagnosed: true }),
      fact(minute(0), { type: 'AlarmJoined', alarm: headAlarm('a', { name: text, symptom: text }), counts: firing(1) }),
      fact(minute(5), { type: 'DiagnosisRecorded', number: 1, hash: '', said: hostileSaid(text), isForPage: true }),
      fact(minute(6), { type: 'IncidentAcknowledged', by: text, until: minute(36), severity: 'critical' }),
      fact(minute(7), { type: 'PageFailed', kind: 'page', pageId: 'p', target: 'channel:ops', error: text }),
      note(text, minute(8)),
      fact(minute(9), { type: 'IncidentResolved', by: text, stillFiring: 0, counts: firing(0, 1) }),
    ],
    {
      people: {
        responders: { alice: { name: text, timeZone: 'UTC' } },
        channels: { ops: { name: text, kind: 'chat' } },
      },
    },
  );

/** Its structure: what kinds of nodes there are, in which order, but text and addresses that are links as they stand. */
const structureOf = async (postmortem: Postmortem): Promise<readonly string[]> => {
  const { ast } = await parser.parse(postmortemMarkdown(postmortem), { parser: 'markdown' });
  const isPlain = ({ type, value, url, children }: Node): boolean =>
    type === 'text' || value === '<!-- -->' || (type === 'link' && children?.[0]?.value === url);
  return nodesOf(ast)
    .filter((node) => !isPlain(node))
    .map(({ type }) => type);
};

const HOSTILE = [
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '[click](https://evil.example/x)',
  '![pixel](https://evil.example/x.png)',
  '[#4]: https://evil.example',
  '**To answer:** nothing',
  '`code` and ``` fences ```',
  '# a heading',
  '1. a list',
  '- [ ] a task',
  '> a quotation',
  '---',
  '| a | table |',
  '&lt;b&gt; &#64;',
  '~~gone~~ _soft_ $x$',
  'javascript:alert(1) www.evil.example',
  'line\n\n# one\r\n- two',
  '\u202eright to left\u0000',
];

describe('a postmortem as Markdown', () => {
  it.each(HOSTILE)('keeps text as text: %j', async (text) => {
    expect(await structureOf(writtenBy(text))).toEqual(await structureOf(writtenBy('harmless')));
  });

  it('keeps any text as text, and says nothing that rests on no event', async () => {
    const expected = await structureOf(writtenBy('harmless'));
    const marks = fc.constantFrom(...'[](){}<>*_`#!|~&\\-+.:=@$/ \n1a'.split(''), 'http://', '://', 'x y');
    const text = fc.array(marks, { minLength: 1, maxLength: 24 }).map((all) => `a${all.join('')}`);
    await fc.assert(
      fc.asyncProperty(text, async (hostile) => {
        const postmortem = writtenBy(hostile);
        expect(await structureOf(postmortem)).toEqual(expected);
        expect(unfounded(postmortem)).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  it('mentions nobody, and refers to no issue', () => {
    const markdown = postmortemMarkdown(writtenBy('@alice see #12'));
    expect(markdown).not.toMatch(/@alice|see #12/u);
    expect(markdown).toContain('@<!-- -->alice see #<!-- -->12');
  });

  it('follows a link that a colleague wrote, and none that an alarm names', () => {
    const address = 'https://wiki.example.com/x?a=1';
    const markdown = postmortemMarkdown(
      toldOf([
        opening('I1'),
        fact(minute(0), { type: 'AlarmJoined', alarm: headAlarm('a', { symptom: address }), counts: firing(1) }),
        note(`see ${address}.`),
      ]),
    );
    expect(markdown).toContain(`see <${address}>.`);
    expect(markdown).toContain('hxxps');
    expect(markdown.split(address)).toHaveLength(2);
  });

  it('defines each event that it refers to, once, with its place to go to', () => {
    const postmortem = writtenBy('x');
    const markdown = postmortemMarkdown(postmortem);
    const referred = new Set([...markdown.matchAll(/\[#(\d+)\](?!:)/gu)].map(([, version]) => version));
    const defined = [...markdown.matchAll(/^\[#(\d+)\]: #event-(\d+)$/gmu)].map(([, version]) => version);
    const places = [...markdown.matchAll(/<a id="event-(\d+)"><\/a>/gu)].map(([, version]) => version);
    expect(new Set(defined)).toEqual(referred);
    expect(places).toEqual(defined);
    expect(postmortem.events.map(({ version }) => String(version))).toEqual(defined);
  });

  it('marks what nobody recorded as a question', () => {
    const postmortem = toldOf([opening('I1')]);
    const markdown = postmortemMarkdown(postmortem);
    expect(linesOf(postmortem, 'Root Cause')).toEqual([
      'To answer: What was the cause? Neither the numbers nor a person name one.',
    ]);
    expect(markdown).toContain('- **To answer:** What was the cause?');
  });
});
