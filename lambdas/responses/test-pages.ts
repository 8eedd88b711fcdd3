import * as z from 'zod/mini';
import type { Incident } from '../../lib/core/incident/incident.ts';
import { objectOf, parsedJson } from '../../lib/core/json-value.ts';
import { readFields, requestField } from '../../lib/core/response/read-fields.ts';
import { MOST_TESTED } from '../../lib/core/response/test-targets.ts';
import { shownValue } from '../../lib/core/safe-text.ts';
import { openDrill } from '../../lib/pipeline/open-drill.ts';
import { bodyRefusal, type HttpRefusal, jsonReply, problemReply } from './http.ts';
import { shownIncident } from './incidents.ts';
import { operation } from './operation.ts';
import { onceKey, RESPONSE_BODY } from './respond-by-api.ts';

/** What is sent to have test pages sent. */
export const testPagesBody = z.strictObject({
  to: requestField(
    {
      error: 'the targets cannot be read',
      expected: `to: a list of at most ${String(MOST_TESTED)} ids of responders, channels or schedules; default: level 1 of every policy`,
    },
    z.optional(z.array(z.string().check(z.minLength(1), z.maxLength(128))).check(z.maxLength(MOST_TESTED))),
  ),
  key: onceKey,
});

const NO_OBJECT = { error: 'the body is not a JSON object', expected: '{ key, to? }' };

const underWayRefusal = ({ incidentId }: Incident): HttpRefusal => ({
  problem: 'drill-under-way',
  refusal: {
    error: `the drill ${incidentId} is under way`,
    expected: 'the same again in a moment: it ends once each of its pages was sent or failed, within five minutes',
    given: 'another drill',
  },
});

/** `POST /test-pages`: the same key twice is the same drill, opened once. */
export const testPagesOperation = operation(
  () => z.strictObject({}),
  async ({ pipeline, region }, { request }) => {
    const refused = bodyRefusal(request, RESPONSE_BODY);
    if (refused !== undefined) return problemReply(refused);
    const fields = objectOf(parsedJson(request.body));
    const read =
      fields === undefined
        ? { refusal: { ...NO_OBJECT, given: shownValue(request.body) } }
        : readFields(testPagesBody, fields);
    if ('refusal' in read) return problemReply({ problem: 'invalid-request', ...read });
    const { account, caller } = request;
    const opened = await openDrill(pipeline, { ...read.value, account, region, signedBy: caller });
    if ('refusal' in opened) return problemReply({ problem: 'invalid-request', ...opened });
    if ('underWay' in opened) return problemReply(underWayRefusal(opened.underWay));
    const { incident, repeated } = opened;
    return jsonReply(200, { outcome: 'done', repeated, ...shownIncident(incident) });
  },
);
