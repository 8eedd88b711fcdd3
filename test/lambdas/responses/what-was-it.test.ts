import { describe, expect, it } from 'vitest';
import type { HttpReply } from '../../../lambdas/responses/http.ts';
import type { Response } from '../../../lib/core/incident/response.ts';
import { verifyTimeline } from '../../../lib/core/incident/verify.ts';
import { respond } from '../../../lib/pipeline/respond.ts';
import { LostRaceError } from '../../../lib/ports/incident-store.ts';
import { World } from '../../support/function-world.ts';
import { minute } from '../../support/incident-spec.ts';
import { hiddenFields, Visitor, words } from './visitor.ts';

interface Scene {
  readonly world: World;
  readonly visitor: Visitor;
  readonly incidentId: string;
  /** Alice's link. */
  readonly token: string;
}

const firing = async (): Promise<Scene> => {
  const world = new World();
  const incidentId = await world.alarm('web-latency');
  await world.send();
  world.now = minute(5);
  return { world, visitor: new Visitor(world), incidentId, token: world.link([incidentId], 'alice') };
};

const by = async ({ world, incidentId }: Scene, who: string, response: Response): Promise<void> => {
  await respond(world.pipeline, { incidentId, by: who, response });
};

const recovered = async (): Promise<Scene> => {
  const scene = await firing();
  await scene.world.alarm('web-latency', 'OK');
  await scene.world.at(15, scene.incidentId);
  await scene.world.send();
  scene.world.published.length = 0;
  return scene;
};

/** The choice of a screen: what may be chosen, in words, and what is. */
const choiceOf = ({
  body,
}: HttpReply): { readonly offered: readonly string[]; readonly chosen: string | undefined } => {
  const [choice = ''] = /<select id="cause"[^]*?<\/select>/.exec(body) ?? [];
  return {
    offered: [...choice.matchAll(/<option[^>]*>([^<]*)</g)].map(([, text = '']) => text),
    chosen: /<option value="([^"]*)" selected/.exec(choice)?.[1],
  };
};

const OFFERED = ['Not said yet', 'memory leak', 'deploy', 'dependency', 'traffic surge', 'something else', 'not known'];

describe('the choice of what it was', () => {
  it('stands where Resolve asks once more, and nothing is chosen: Acknowledge is one tap, before it', async () => {
    const { visitor, token } = await firing();
    const page = await visitor.open(token);
    expect(choiceOf(page)).toEqual({ offered: OFFERED, chosen: '' });
    expect(page.body).toMatch(/<summary>Resolve…<\/summary>[^]*<select id="cause"[^]*>Resolve now<[^]*<\/details>/);
    expect(page.body.indexOf('value="acknowledge"')).toBeLessThan(page.body.indexOf('<select id="cause"'));
    expect(page.body.match(/id="cause"/g)).toHaveLength(1);
    expect(page.body).not.toContain('Say what it was');
  });

  it('stands on what has recovered by itself, with a button of its own, and nothing resolves that again', async () => {
    const { visitor, token } = await recovered();
    const page = await visitor.open(token);
    expect(choiceOf(page)).toEqual({ offered: OFFERED, chosen: '' });
    expect(page.body).toMatch(/<button name="action" value="resolve">Say what it was</);
    expect(words(page)).not.toContain('Resolve now');
  });

  it('shows the last word of a resolved incident, and none of one that is open again', async () => {
    const scene = await recovered();
    await by(scene, 'alice', { type: 'resolve', cause: 'other' });
    await by(scene, 'bob', { type: 'resolve', cause: 'dependency' });
    expect(choiceOf(await scene.visitor.open(scene.token)).chosen).toBe('dependency');
    await by(scene, 'bob', { type: 'reopen' });
    expect(choiceOf(await scene.visitor.open(scene.token)).chosen).toBe('');
  });
});

describe('a form that says what it was', () => {
  it('resolves, and says both', async () => {
    const { world, visitor, token, incidentId } = await firing();
    const after = await visitor.follow(token, await visitor.press(token, 'resolve', { cause: 'memory-leak' }));
    expect(await world.head(incidentId)).toMatchObject({
      resolution: { by: 'alice' },
      confirmed: { cause: 'memory-leak', by: 'alice' },
    });
    expect(words(after)).toContain('Resolved. It was: memory leak.');
    expect(words(after)).toContain('Alice Ferreira says what it was: memory leak');
  });

  it('resolves without a word of it where nothing was chosen', async () => {
    const { world, visitor, token, incidentId } = await firing();
    const after = await visitor.follow(token, await visitor.press(token, 'resolve', { cause: '' }));
    expect(words(after)).toContain('Resolved. ');
    expect(await world.count(incidentId, 'CauseConfirmed')).toBe(0);
  });

  it('adds that to a resolved incident, and nothing else: nobody is paged, or told', async () => {
    const { world, visitor, token, incidentId } = await recovered();
    const before = await world.timeline(incidentId);
    const after = await visitor.follow(token, await visitor.press(token, 'resolve', { cause: 'traffic-surge' }));
    expect((await world.timeline(incidentId)).slice(before.length)).toMatchObject([
      { type: 'CauseConfirmed', by: 'alice', cause: 'traffic-surge' },
    ]);
    await world.send();
    expect(world.published).toEqual([]);
    expect(words(after)).toContain('Recorded. It was: traffic surge.');
    expect(words(after)).toContain('RESOLVED web in prod');
    expect(verifyTimeline(await world.incidents.timeline(incidentId), await world.head(incidentId))).toEqual({
      ok: true,
    });
  });

  it('says that it was resolved already where nothing was chosen', async () => {
    const { world, visitor, token, incidentId } = await recovered();
    const before = (await world.timeline(incidentId)).length;
    const after = await visitor.follow(token, await visitor.press(token, 'resolve', { cause: '' }));
    expect(words(after)).toContain('It was resolved already.');
    expect(await world.timeline(incidentId)).toHaveLength(before);
  });

  it("asks on a channel's link who says so", async () => {
    const { world, visitor, incidentId } = await recovered();
    const token = world.link([incidentId], undefined);
    const nobody = await visitor.press(token, 'resolve', { cause: 'dependency' });
    expect(nobody.statusCode).toBe(400);
    expect(words(nobody)).toContain('nobody said who responds');
    expect(choiceOf(nobody).chosen).toBe('dependency');
    await visitor.press(token, 'resolve', { cause: 'dependency', by: 'carol' });
    expect(await world.head(incidentId)).toMatchObject({ confirmed: { cause: 'dependency', by: 'carol' } });
  });

  it('pressed twice says it once; another choice of the same form is another word', async () => {
    const { world, visitor, token, incidentId } = await recovered();
    const fields = { ...hiddenFields((await visitor.open(token)).body), action: 'resolve', cause: 'dependency' };
    await Promise.all([visitor.submit(token, fields), visitor.submit(token, fields)]);
    const again = await visitor.submit(token, fields);
    expect(words(await visitor.follow(token, again))).toContain('It was: dependency. (That was done already.)');
    expect(await world.count(incidentId, 'CauseConfirmed')).toBe(1);
    await visitor.submit(token, { ...fields, cause: 'unknown' });
    expect(await world.head(incidentId)).toMatchObject({ confirmed: { cause: 'unknown' } });
  });

  it('ends nothing where what it saw resolved is open again: it is asked for again, with its choice', async () => {
    const scene = await recovered();
    const { world, visitor, token, incidentId } = scene;
    const fields = { ...hiddenFields((await visitor.open(token)).body), action: 'resolve', cause: 'dependency' };
    await by(scene, 'bob', { type: 'reopen' });
    const refused = await visitor.submit(token, fields);
    expect(refused.statusCode).toBe(409);
    expect(words(refused)).toContain('Nothing was recorded: it has changed since you looked: it is open again.');
    expect(choiceOf(refused).chosen).toBe('dependency');
    expect(refused.body).toMatch(/<details class="ask" name="ask" open>\s*<summary>Resolve…/);
    expect((await world.head(incidentId)).resolution).toBeUndefined();
  });

  it('keeps its choice where something else in it is refused', async () => {
    const { visitor, token } = await recovered();
    const refused = await visitor.press(token, 'note', { text: 'x'.repeat(4_001), cause: 'other' });
    expect(refused.statusCode).toBe(400);
    expect(choiceOf(refused).chosen).toBe('other');
  });

  it('is shown with its choice where nobody knows whether it was carried out, and is carried out once', async () => {
    const { world, visitor, token, incidentId } = await firing();
    const failing = new Visitor(world, world.onStore({ append: () => Promise.reject(new LostRaceError('lost')) }));
    const fields = { ...hiddenFields((await visitor.open(token)).body), action: 'resolve', cause: 'dependency' };
    const unknown = await failing.submit(token, fields);
    expect(unknown.statusCode).toBe(503);
    const again = { ...hiddenFields(unknown.body), action: 'resolve' };
    await visitor.submit(token, again);
    await visitor.submit(token, fields);
    expect(await world.count(incidentId, 'CauseConfirmed')).toBe(1);
  });

  it.each(['none', 'memory leak', '__proto__', ' ', '<script>alert(1)</script>', '\u202edependency'])(
    'is refused with a cause that is none, and writes nothing: %j',
    async (cause) => {
      const { world, visitor, token } = await recovered();
      const before = world.everything();
      const refused = await visitor.press(token, 'resolve', { cause });
      expect(refused.statusCode).toBe(400);
      expect(words(refused)).toContain(
        'Nothing was recorded: there is no such cause. Expected: cause: one of memory-leak, deploy-regression,',
      );
      expect(refused.body).not.toContain('<script');
      expect(world.everything()).toBe(before);
    },
  );

  it('says only what there is to say, whatever stands in the address', async () => {
    const { visitor, token } = await recovered();
    const { at } = Object.fromEntries(
      new URLSearchParams(
        (await visitor.press(token, 'resolve', { cause: 'other' })).headers['Location']?.slice(1) ?? '',
      ),
    );
    for (const [did, said] of [
      ['resolve', 'Recorded. It was: something else.'],
      ['acknowledge', 'Acknowledged.'],
    ] as const) {
      const query = { did, at: at ?? '', cause: 'other', afterwards: '1' };
      expect(words(await visitor.open(token, query))).toContain(said);
      expect(words(await visitor.open(token, { ...query, cause: 'a <b>lie</b>' }))).not.toContain('lie');
    }
  });
});
