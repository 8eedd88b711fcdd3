import { describe, expect, it } from 'vitest';
import { statusOf } from '../../../lib/core/incident/phase.ts';
import { respond } from '../../../lib/pipeline/respond.ts';
import type { HttpReply } from '../../../lambdas/responses/http.ts';
import { LostRaceError } from '../../../lib/ports/incident-store.ts';
import { later, SECOND } from '../../../lib/core/time.ts';
import { World } from '../../support/function-world.ts';
import { minute } from '../../support/incident-spec.ts';
import { hiddenFields, typed, Visitor, words } from './visitor.ts';

interface Paged {
  readonly world: World;
  readonly visitor: Visitor;
  readonly incidentId: string;
  readonly token: string;
}

/** By Alice's link, or a channel's. */
const paged = async (link: 'alice' | 'channel' = 'alice'): Promise<Paged> => {
  const world = new World();
  const incidentId = await world.alarm('web-latency');
  await world.send();
  world.now = minute(5);
  return {
    world,
    visitor: new Visitor(world),
    incidentId,
    token: world.link([incidentId], link === 'alice' ? link : undefined),
  };
};

const NOTE = 'rolled back </textarea><script>alert(1)</script>\nto "41" & waiting';

const chosen = ({ body }: HttpReply, id: string): string | undefined =>
  new RegExp(`<select id="${id}"[^>]*>[^]*?</select>`).exec(body)?.[0].match(/<option value="([^"]*)" selected/)?.[1];

describe('a form that is refused because the incident has changed', () => {
  it('is shown again as the incident stands now, with what was typed and chosen', async () => {
    const { world, visitor, token } = await paged();
    const fields = hiddenFields((await visitor.open(token)).body);
    await world.alarm('web-memory');
    const refused = await visitor.submit(token, { ...fields, action: 'resolve', text: NOTE, for: '4h', to: 'carol' });
    expect(refused.statusCode).toBe(409);
    expect(words(refused)).toContain('web-memory was not shown then.');
    expect(words(refused)).toContain('Alarms: 2 firing of 2');
    expect(typed(refused)).toBe(NOTE);
    expect([chosen(refused, 'for'), chosen(refused, 'to')]).toEqual(['4h', 'carol']);
  });

  it('was not carried out: what its screen sends next is carried out, and once', async () => {
    const { world, visitor, token, incidentId } = await paged();
    const stale = hiddenFields((await visitor.open(token)).body);
    await world.alarm('web-memory');
    const refused = await visitor.submit(token, { ...stale, action: 'resolve', text: 'over' });
    const again = { ...hiddenFields(refused.body), action: 'resolve', text: typed(refused) };
    const both = await Promise.all([visitor.submit(token, again), visitor.submit(token, again)]);
    expect(both.map(({ statusCode }) => statusCode)).toEqual([303, 303]);
    expect(await world.count(incidentId, 'NoteAdded')).toBe(1);
    expect(await world.count(incidentId, 'IncidentResolved')).toBe(1);
  });

  it('gives a new form: what an older one did already does not keep it from being done again', async () => {
    const { world, visitor, token, incidentId } = await paged();
    const fields = hiddenFields((await visitor.open(token)).body);
    expect((await visitor.submit(token, { ...fields, action: 'escalate' })).statusCode).toBe(303);
    const refused = await visitor.submit(token, { ...fields, action: 'escalate', text: 'still nobody' });
    expect(refused.statusCode).toBe(409);
    const next = { ...hiddenFields(refused.body), action: 'escalate' };
    expect(next).not.toMatchObject({ nonce: fields['nonce'] });
    await visitor.submit(token, next);
    expect(await world.count(incidentId, 'IncidentEscalated')).toBe(2);
  });

  it('is shown with its note where the incident was resolved meanwhile', async () => {
    const { world, visitor, token, incidentId } = await paged();
    const fields = hiddenFields((await visitor.open(token)).body);
    await respond(world.pipeline, { incidentId, by: 'bob', response: { type: 'resolve' } });
    const refused = await visitor.submit(token, { ...fields, action: 'snooze', for: '1h', text: NOTE });
    expect(refused.statusCode).toBe(409);
    expect(words(refused)).toContain('Nothing was recorded: the incident is resolved.');
    expect(typed(refused)).toBe(NOTE);
  });
});

describe('a form that can never be carried out', () => {
  it.each([
    [{ action: 'snooze', for: 'long' }, 'a snooze needs a duration'],
    [{ action: 'reassign', to: 'mallory' }, 'there is no responder "mallory"'],
    [{ action: 'delete' }, 'the action is unknown'],
    [{ action: 'resolve', nonce: '' }, 'this form is not one of this link'],
  ])('is shown again, and keeps its note: %j', async (fields: Record<string, string>, why) => {
    const { world, visitor, token } = await paged();
    const before = world.everything();
    const page = hiddenFields((await visitor.open(token)).body);
    const refused = await visitor.submit(token, { ...page, ...fields, text: NOTE });
    expect(refused.statusCode).toBe(400);
    expect(words(refused)).toContain(`Nothing was recorded: ${why}`);
    expect(words(refused)).toContain('CRITICAL web in prod');
    expect(typed(refused)).toBe(NOTE);
    expect(world.everything()).toBe(before);
  });

  it('keeps a note that is too long, whole, to be shortened', async () => {
    const { visitor, token } = await paged();
    const text = `\n${'x'.repeat(4_001)}`;
    const refused = await visitor.press(token, 'note', { text });
    expect(refused.statusCode).toBe(400);
    expect(typed(refused)).toBe(text);
  });

  it('keeps who was chosen, and what was typed where nobody was', async () => {
    const { visitor, token } = await paged('channel');
    const nobody = await visitor.press(token, 'resolve', { text: NOTE });
    expect(nobody.statusCode).toBe(400);
    expect(words(nobody)).toContain('Nothing was recorded: nobody said who responds.');
    expect(typed(nobody)).toBe(NOTE);
    const refused = await visitor.press(token, 'snooze', { by: 'carol', for: '25h', text: NOTE });
    expect(chosen(refused, 'by')).toBe('carol');
  });

  it('opens what asks once more again, where something was chosen in it', async () => {
    const { visitor, token } = await paged('channel');
    const { body } = await visitor.press(token, 'reassign', { to: 'carol' });
    expect(body).toMatch(/<details class="ask" name="ask" open>\s*<summary>Hand over…/);
    expect(body.match(/ open>/g)).toHaveLength(1);
  });

  it('shows what was typed where it is about no incident that the link works for', async () => {
    const { world, visitor, token, incidentId } = await paged();
    const other = await world.alarm('other', 'ALARM', 'elsewhere');
    const several = world.link([incidentId, other], 'alice');
    const refused = await visitor.submit(several, { action: 'note', incident: 'another', text: NOTE });
    expect(refused.statusCode).toBe(400);
    expect(words(refused)).toContain('2 incidents');
    expect(typed(refused)).toBe(NOTE);
    await respond(world.pipeline, { incidentId, by: 'bob', response: { type: 'resolve' } });
    world.now = later(world.now, 2 * 86_400 * SECOND);
    const gone = await visitor.submit(token, { action: 'note', text: NOTE });
    expect(gone.statusCode).toBe(410);
    expect(typed(gone)).toBe(NOTE);
  });
});

describe('a form of which nobody knows whether it was carried out', () => {
  it('is shown as it was sent, and is carried out once when it is sent again', async () => {
    const { world, visitor, token, incidentId } = await paged();
    const failing = new Visitor(world, world.onStore({ append: () => Promise.reject(new LostRaceError('lost')) }));
    const fields = { ...hiddenFields((await visitor.open(token)).body), action: 'resolve', text: NOTE };
    const unknown = await failing.submit(token, fields);
    expect(unknown.statusCode).toBe(503);
    expect(words(unknown)).toContain('Send it again: Resolve');
    expect(typed(unknown)).toBe(NOTE);
    const again = { ...hiddenFields(unknown.body), action: 'resolve', text: typed(unknown) };
    expect(again).toEqual(fields);
    await visitor.submit(token, fields);
    expect(words(await visitor.follow(token, await visitor.submit(token, again)))).toContain('That was done already.');
    expect(await world.count(incidentId, 'NoteAdded')).toBe(1);
    expect(statusOf(await world.head(incidentId))).toBe('resolved');
  });

  it('offers nothing to send again to whoever only looked', async () => {
    const { world, token } = await paged();
    const failing = new Visitor(world, world.onStore({ timeline: () => Promise.reject(new Error('down')) }));
    const unknown = await failing.open(token);
    expect(unknown.statusCode).toBe(503);
    expect(unknown.body).not.toContain('<form');
  });
});
