import { safeIdentity } from '../alarm/alarm-identity.ts';
import { timeOfEvent } from '../alarm/alarm-timestamp.ts';
import type { DeployedName } from '../configuration.ts';
import { type JsonObject, textOf } from '../json-value.ts';
import { safeText } from '../safe-text.ts';
import type { Instant } from '../time.ts';
import type { DeployWord } from './deploy-word.ts';

/** Several of one kind: a deployment group may have many Auto Scaling groups. */
export type DeployedNames = Readonly<Partial<Record<DeployedName, readonly string[]>>>;

/** What an event tells of a deploy. */
export interface ToldDeploy {
  readonly word: DeployWord;
  readonly names: DeployedNames;
  /** Services that the event itself names; perhaps none of tocsin.yaml's. */
  readonly services: readonly string[];
  /** Where several stacks share an event bus: whose it is. Undefined: anybody's. */
  readonly meantFor?: Readonly<Partial<Record<'stack' | 'environment', string>>>;
}

/** What a system says of a deploy when it is asked; text of anybody. */
export interface KnownOfDeploy extends Partial<Pick<DeployWord, 'revision' | 'url' | 'subject' | 'actor'>> {
  readonly names?: DeployedNames;
  /** What was live already was only put somewhere else, as on an instance that was added. */
  readonly isNothingNew?: boolean;
}

/** An event of EventBridge, and the instant that it tells of. */
export interface DeployEvent {
  readonly event: JsonObject;
  readonly detail: JsonObject;
  readonly at: DeployWord['at'];
}

/** `ignored`: understood, and no word of a deploy. `malformed`: set aside with its reason, for a person to look at. */
export type ParsedDeployEvent =
  | { readonly outcome: 'told'; readonly told: ToldDeploy }
  | { readonly outcome: 'ignored'; readonly reason: string }
  | { readonly outcome: 'malformed'; readonly reason: string };

export const ignored = (reason: string): ParsedDeployEvent => ({ outcome: 'ignored', reason });
export const malformed = (reason: string): ParsedDeployEvent => ({ outcome: 'malformed', reason });

/** The first that is a time; nobody tells of a deploy before it happens, and a page of that moment has to see it. */
export const pastTimeOf = (candidates: readonly unknown[], receivedAt: Instant): Instant => {
  const at = timeOfEvent(candidates, receivedAt);
  return at < receivedAt ? at : receivedAt;
};

const ID_LIMIT = 128;
const REVISION_LIMIT = 128;
const SUBJECT_LIMIT = 256;
const ACTOR_LIMIT = 128;

/** What an event says of a deploy beside when; text of anybody. */
type Said = Readonly<Record<'id' | 'system' | 'subject', string>> &
  Pick<DeployWord, 'status'> &
  Readonly<Partial<Record<'revision' | 'url' | 'actor', unknown>>>;

const cut = (value: unknown, limit: number): string | undefined => {
  const text = safeText(textOf(value) ?? '', limit).trim();
  return text === '' ? undefined : text;
};

/** An address that a browser may be sent to. */
const ADDRESS = /^https:\/\/[!-~]{1,500}$/u;

const addressIn = (value: unknown): string | undefined =>
  typeof value === 'string' && ADDRESS.test(value) ? value : undefined;

/** `assumed-role/deployer/alice` of an ARN; other text as it is. */
const actorIn = (value: unknown): string | undefined =>
  cut(textOf(value)?.replace(/^arn:[\w-]*:(?:iam|sts)::\d*:/u, ''), ACTOR_LIMIT);

/** Everything of it is short, on one line, and safe to show. */
export const wordOf = (
  at: DeployWord['at'],
  { id, system, status, subject, revision, url, actor }: Said,
): DeployWord => {
  const said = {
    subject: cut(subject, SUBJECT_LIMIT),
    revision: cut(revision, REVISION_LIMIT),
    url: addressIn(url),
    actor: actorIn(actor),
  };
  const known = Object.entries(said).filter(([, value]) => value !== undefined);
  return { at, id: safeIdentity(id, ID_LIMIT), system, status, ...Object.fromEntries(known) };
};

/** An event with what its system adds to it; what the event says itself stands. */
export const withKnown = (told: ToldDeploy, { names, subject, ...known }: KnownOfDeploy): ToldDeploy => {
  const { at, ...said } = told.word;
  const word = wordOf(at, { ...known, ...said, subject: subject ?? said.subject ?? '' });
  return { ...told, word, names: { ...told.names, ...names } };
};

/** Where an event names one and it is text. */
export const namesOf = (names: Readonly<Partial<Record<DeployedName, unknown>>>): DeployedNames =>
  Object.fromEntries(
    Object.entries(names).flatMap(([key, value]) => {
      const name = textOf(value);
      return name === undefined ? [] : [[key, [safeText(name, SUBJECT_LIMIT)]]];
    }),
  );
