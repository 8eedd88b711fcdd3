import { Document, isMap, isPair, isScalar, type Pair, Scalar, visit } from 'yaml';
import { weekdayOf } from '../../core/schedule/layer.ts';
import { dayOf } from '../../core/schedule/zoned-time.ts';
import { DAY, type Instant, instantOf } from '../../core/time.ts';
import { type Answers, namedBy, WORKLOAD_KEYS } from './answers.ts';

/** Of a name the first word, as the key of a responder may be; the other where nothing of it is left. */
const idOf = (name: string, otherwise: string): string => {
  const plain = name.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase();
  const [first = ''] = /[a-z][a-z0-9-]*/u.exec(plain) ?? [];
  return first === '' ? otherwise : first.slice(0, 60);
};

/** Keys of the responders, the first and, where there is one, the second. */
export const responderIds = ({ responder, second }: Answers): readonly string[] => {
  const first = idOf(responder, 'first');
  if (second === '') return [first];
  const other = idOf(second, 'second');
  return [first, other === first ? `${other}-2` : other];
};

/** The last Monday that is over: the schedule has begun, and goes on as a week does. */
const mondayBefore = (now: Instant): string => {
  const today = dayOf(now.slice(0, 10));
  const days = Array.from({ length: 7 }, (_, index) => today - 1 - index);
  return instantOf((days.find((day) => weekdayOf(day) === 'mon') ?? today) * DAY).slice(0, 10);
};

const workloadOf = (answers: Answers): Readonly<Record<string, string>> => ({
  kind: answers.kind,
  ...Object.fromEntries(namedBy(answers.kind).map((name) => [WORKLOAD_KEYS[name], answers[name]])),
});

const quoted = (text: string): Scalar<string> => Object.assign(new Scalar(text), { type: Scalar.QUOTE_DOUBLE });

const scheduleOf = (answers: Answers, rotation: readonly string[], now: Instant): object => ({
  timeZone: answers.timeZone,
  layers: [{ rotation, every: '1 week', starting: mondayBefore(now), handoff: quoted('09:00') }],
});

const levelsOf = (ids: readonly string[]): readonly object[] =>
  ids.length === 1
    ? [{ page: [`responder:${ids.join()}`], escalateAfter: '15m' }]
    : [
        { page: ['schedule:on-call'], escalateAfter: '15m' },
        { page: ids.map((id) => `responder:${id}`), escalateAfter: '15m' },
      ];

const contentOf = (answers: Answers, now: Instant): object => {
  const ids = responderIds(answers);
  const names = [answers.responder, answers.second];
  return {
    version: 1,
    environment: 'prod',
    services: { [answers.service]: { escalation: 'primary', workload: workloadOf(answers) } },
    unrouted: { severity: 'critical' },
    responders: Object.fromEntries(ids.map((id, index) => [id, { name: names[index], timeZone: answers.timeZone }])),
    ...(ids.length === 1 ? {} : { schedules: { 'on-call': scheduleOf(answers, ids, now) } }),
    escalations: { primary: { levels: levelsOf(ids) } },
  };
};

/** Over the keys of the file. */
const COMMENTS: Readonly<Record<string, string>> = {
  environment: ' Stands in the names of alarms, and in pages.',
  services: ' Tocsin creates their alarms, with defaults: npx tocsin check lists them, docs/alarms.md explains.',
  unrouted:
    ' Alarms of the account that Tocsin did not create page too; with severity: warning they wake nobody.\n docs/routing.md says how they find their service.',
  responders: ' Addresses and numbers stay out of this file: they are subscribed after the deploy.',
  schedules: ' Who is on call; turns change at handoff, by the clock of timeZone.',
  escalations: ' Who is paged, who next while nobody acknowledges; then anew, twice, and then every hour.',
};

const HEAD = ' What Tocsin watches, and whom it pages. Every key: examples/tocsin.full.yaml of Tocsin.';

const isPlain = (item: unknown): boolean => isScalar(item) || (isPair(item) && isScalar(item.value));

/** What is but names stands in one line: lists of them, and each responder. */
const layOut = (document: Document): void => {
  visit(document, {
    Seq: (_key, list) => {
      list.flow = list.items.every(isPlain);
    },
  });
  const responders = document.get('responders');
  if (!isMap(responders)) return;
  for (const { value } of responders.items) if (isMap(value)) value.flow = true;
};

const explain = ({ contents }: Document): void => {
  if (!isMap(contents)) return;
  for (const { key } of contents.items as Pair<Scalar<string>>[]) {
    const comment = COMMENTS[key.value];
    if (comment !== undefined) Object.assign(key, { commentBefore: comment, spaceBefore: true });
  }
};

/** A small tocsin.yaml; whatever the answers hold, it is what they say. */
export const configurationText = (answers: Answers, now: Instant, schemaPath?: string): string => {
  const document = new Document(contentOf(answers, now));
  const schema = schemaPath === undefined ? '' : ` yaml-language-server: $schema=${schemaPath}\n`;
  document.commentBefore = `${schema}${HEAD}`;
  layOut(document);
  explain(document);
  return document.toString({ lineWidth: 0 });
};
