import { MINUTE } from '../../lib/core/time.ts';
import type { EscalationPolicy } from '../../lib/core/configuration.ts';
import type { Response } from '../../lib/core/incident/response.ts';
import { configurationWith, PlayedWorld, type Sent, type Word } from './played-world.ts';

/** `[minute, what, …]`: `[5, 'OK', 'C1']`, `[6, 'late', 'C1', 8]`, `[7, 'snooze', 'alice', 480]`, `[8, 'config', 'short']`. */
export type Happened = readonly [number, string, ...(readonly (string | number)[])];

const levelsOf = (names: readonly (readonly [string, number])[]): EscalationPolicy['levels'] =>
  names.map(([name, wait]) => ({ page: [`responder:${name}`], escalateAfterMs: wait * MINUTE }));

const unansweredOf = (names: readonly string[]): EscalationPolicy['unanswered'] =>
  names.map((name) => `responder:${name}` as const);

const NOBODY = { page: ['schedule:nobody'], escalateAfterMs: 20 * MINUTE } as const;

const USUAL = {
  levels: levelsOf([
    ['alice', 15],
    ['bob', 20],
    ['carol', 20],
  ]),
  unanswered: unansweredOf(['alice', 'bob', 'carol']),
};

const CONFIGS: Readonly<
  Record<string, { readonly policy: Partial<EscalationPolicy>; readonly people: readonly string[] }>
> = {
  '': { policy: USUAL, people: ['alice', 'bob', 'carol', 'dave'] },
  empty: { policy: { levels: [NOBODY, NOBODY, NOBODY], unanswered: ['schedule:nobody'] }, people: ['dave'] },
  short: {
    policy: { levels: levelsOf([['alice', 15]]), unanswered: unansweredOf(['alice']) },
    people: ['alice', 'dave'],
  },
  moved: {
    policy: {
      levels: levelsOf([
        ['bob', 10],
        ['erin', 10],
      ]),
      unanswered: unansweredOf(['bob', 'erin']),
    },
    people: ['bob', 'erin', 'dave', 'alice', 'carol'],
  },
};

const configuration = (name: string, cooldown: number): ReturnType<typeof configurationWith> => {
  const { policy, people } = CONFIGS[name] ?? { policy: USUAL, people: [] };
  const service = { recoverAfterMs: 5 * MINUTE, cooldownMs: cooldown * MINUTE };
  return configurationWith(policy, { service, people, hash: `config ${name}` });
};

const responseOf = (what: string, argument: string | number | undefined): Response => {
  switch (what) {
    case 'snooze':
      return { type: 'snooze', forMs: Number(argument) * MINUTE };
    case 'reassign':
      return { type: 'reassign', to: String(argument) };
    case 'note':
      return { type: 'note', text: 'looking' };
    default:
      return { type: what as 'acknowledge' | 'escalate' | 'resolve' | 'reopen' };
  }
};

const WORDS: ReadonlySet<string> = new Set(['ALARM', 'OK', 'ND', 'DEL']);

/** A world of the executable reading: alarms C1, C2, H (a heartbeat that pages without data) are critical, W is a warning. */
class PlayedSequence {
  readonly world: PlayedWorld;
  private readonly cooldown: number;
  private readonly mutes = new Map<string, number>();
  private readonly words = new Map<string, string>();

  constructor(cooldown: number, config: string) {
    this.cooldown = cooldown;
    this.world = new PlayedWorld(configuration(config, cooldown), {
      severities: { W: 'warning' },
      pagingWithoutData: ['H'],
    });
  }

  async do([at, what, who = '', argument]: Happened): Promise<void> {
    await this.world.runTo(at);
    const name = String(who);
    if (WORDS.has(what)) await this.word(name, what as Word);
    else if (what === 'late') await this.late(name, Number(argument));
    else if (what === 'mute') await this.mute(name, Number(argument));
    else if (what === 'refuse') this.world.refusals.push({ from: at, to: at + Number(who) });
    else if (what === 'config') this.world.deploy(configuration(name, this.cooldown));
    else await this.act(what, name, argument);
  }

  private async act(what: string, by: string, argument: string | number | undefined): Promise<void> {
    const response = responseOf(what, argument);
    if (response.type === 'reassign' && !Object.hasOwn(this.world.configuration.responders, response.to)) return;
    await this.world.act(by, response);
  }

  private silence(name: string): { readonly mutedUntil?: number } {
    const until = this.mutes.get(name);
    return until !== undefined && until > this.world.now ? { mutedUntil: until } : {};
  }

  private async word(name: string, word: Word): Promise<void> {
    if (this.words.get(name) === word) return;
    if ((word === 'ND' || word === 'DEL') && !this.words.has(name) && name !== 'H') return;
    this.words.set(name, word);
    await this.world.alarm(name, word, this.silence(name));
  }

  private async late(name: string, age: number): Promise<void> {
    const before = this.words.get(name);
    if (before === 'ALARM') return;
    await this.world.alarm(name, 'ALARM', { age, ...this.silence(name) });
    const head = (await this.world.incidents.entries([...this.keys(name)])).values().next().value;
    if (head?.state === 'ALARM') this.words.set(name, 'ALARM');
  }

  private keys(name: string): readonly string[] {
    return [JSON.stringify([`arn:aws:cloudwatch:eu-west-1:111122223333:alarm:${name}`])];
  }

  /** CloudWatch says a mute with the next word of the alarm; here it says the last one once more. */
  private async mute(name: string, minutes: number): Promise<void> {
    this.mutes.set(name, this.world.now + minutes);
    const word = this.words.get(name);
    if (word === 'ALARM') await this.world.alarm(name, word, this.silence(name));
    else if (word === 'ND' || word === 'DEL') await this.world.alarm(name, 'ND', this.silence(name));
  }
}

/** The pages that these happenings bring, up to a minute. */
export const pagesOf = async (
  happened: readonly Happened[],
  {
    cooldown,
    config = '',
    until = 200,
  }: { readonly cooldown: number; readonly config?: string; readonly until?: number },
): Promise<readonly Sent[]> => {
  const sequence = new PlayedSequence(cooldown, config);
  for (const one of happened) await sequence.do(one);
  await sequence.world.runTo(until);
  return sequence.world.pages.filter(({ minute }) => minute <= until);
};
