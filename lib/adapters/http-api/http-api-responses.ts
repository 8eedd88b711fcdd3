import { randomUUID } from 'node:crypto';
import type { Incident } from '../../core/incident/incident.ts';
import type { RefusedResponse } from '../../core/response/refusal.ts';
import { responseFields } from '../../core/response/write-response.ts';
import type { CarryOut } from '../../ports/carry-out.ts';
import type { ApiCall, ApiReply } from './api-call.ts';

const KINDS: ReadonlyMap<number, RefusedResponse['kind']> = new Map([
  [400, 'invalid'],
  [413, 'invalid'],
  [404, 'absent'],
]);

export const refusalIn = ({ status, fields }: ApiReply): RefusedResponse => {
  const { detail = '', expected = '', given = '' } = fields as Partial<Record<'detail' | 'expected' | 'given', string>>;
  return { kind: KINDS.get(status) ?? 'conflict', error: detail, expected, given };
};

/** Responds through the API of a deployed stack. Each has a key of its own, so that a second try is no second response. */
export const httpApiResponses =
  (call: ApiCall): CarryOut =>
  async ({ incidentId, by, response, note, expect, key = randomUUID() }) => {
    const body = JSON.stringify({ ...responseFields(response, note), by, expect, key });
    const reply = await call({ method: 'POST', path: `/incidents/${incidentId}/responses`, body });
    const incident = reply.fields['incident'] as Incident | undefined;
    if (reply.status === 200 && incident !== undefined) return { outcome: 'done', incident };
    return { outcome: 'refused', refusal: refusalIn(reply), incident };
  };
