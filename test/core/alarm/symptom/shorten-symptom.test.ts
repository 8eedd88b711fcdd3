import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shortenSymptom } from '../../../../lib/core/alarm/symptom/shorten-symptom.ts';
import { septetsOf } from '../../../../lib/core/page/gsm-7.ts';
import { jsonBytes } from '../../../../lib/core/words.ts';
import { usualAlarms } from '../../../support/usual-alarms.ts';
import { HOSTILE } from '../../page/hostile-corpus.ts';

const LATENCY = 'p99 latency 3.7 s (limit 1 s), 3 of 5 min';

describe('a symptom that has to be shorter', () => {
  it.each([
    [LATENCY, 41, LATENCY],
    [LATENCY, 40, 'p99 latency 3.7 s (limit 1 s)'],
    [LATENCY, 28, 'p99 latency 3.7 s'],
    [`${LATENCY}; errors 12 % (limit 5 %), for 5 min`, 60, 'p99 latency 3.7 s (limit 1 s); errors 12 % (limit 5 %)'],
    ['412 errors in 5 min (limit 100), 2 of 3 x 5 min', 20, '412 errors in 5 min'],
    ['412 errors in 5 min (limit 100), 2 of 3 x 5 min', 12, '412 errors'],
    ['18 messages in acme-payments-prod-card-dead-letter-visa', 50, '18 messages in acme-p...ter-visa'],
    ['traffic x4 above usual (edge), 3 of 5 min', 35, 'traffic x4 above usual (edge)'],
    ['traffic x4 above usual (edge), 3 of 5 min', 25, 'traffic x4 above...'],
    ['oldest message in q: no data for 15 min', 30, 'oldest message in q: no data'],
    ['', 10, ''],
    [LATENCY, 0, ''],
  ])('loses what tells least first: %s in %i', (text, room, short) => {
    expect(shortenSymptom(text, room)).toBe(short);
  });

  it('never cuts a character in two', () => {
    expect(shortenSymptom(`memory of x${'🔥'.repeat(30)} 93 %`, 50)).toBe(
      'memory of x🔥🔥🔥🔥🔥...🔥🔥🔥🔥🔥🔥🔥🔥 93 %',
    );
  });

  it('never loses which way it went, in whatever room a subject or an SMS leaves it', () => {
    const went = fc.constantFrom('x4 above usual', '60 % below usual', 'x1.2 M above usual');
    const of = fc.constantFrom(...usualAlarms.map(({ event }) => ` (${event.detail.alarmName})`), '');
    const what = fc.constantFrom('traffic', 'database connections', 'p99 latency');
    fc.assert(
      fc.property(what, went, of, fc.integer({ min: 40, max: 80 }), (...[words, way, resource, room]) => {
        expect(shortenSymptom(`${words} ${way}${resource}, 3 of 5 min`, room)).toContain(
          `${words} ${way.replace(' usual', '')}`,
        );
      }),
    );
  });

  it('fits, and stays as it is when it is shortened again', () => {
    const piece = fc.constantFrom(...usualAlarms.map(({ says }) => says), ...HOSTILE);
    const text = fc.oneof(
      fc.string(),
      fc.array(piece, { minLength: 1, maxLength: 4 }).map((all) => all.join('; ')),
    );
    const weigh = fc.constantFrom(jsonBytes, septetsOf, ({ length }: string) => length);
    fc.assert(
      fc.property(text, fc.nat(120), weigh, (symptom, room, weightOf) => {
        const short = shortenSymptom(symptom, room, weightOf);
        expect(weightOf(short)).toBeLessThanOrEqual(room);
        expect(shortenSymptom(short, room, weightOf)).toBe(short);
      }),
    );
  });
});
