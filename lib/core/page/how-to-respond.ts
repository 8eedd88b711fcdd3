import type { IncidentFacts, PageFacts } from './page-facts.ts';

/** How to respond to a message: the screen behind its link, or a command. Both are Tocsin's own words and stand before anyone else's. */
export interface HowToRespond {
  readonly verb: 'Acknowledge' | 'Look';
  readonly how: string;
  readonly isLink: boolean;
}

/** An `_` or `-` of a link token is in GSM-7, a backtick is not. */
const LINK = /^https?:\/\/[!-_a-~]{1,1000}$/;
const WHERE = /^[ -_a-~]{1,60}$/;

/** The first link that is safe to send: all messages of a bundle share one. */
const linkOf = (all: readonly IncidentFacts[]): string | undefined =>
  all.map(({ link }) => link).find((link) => link !== undefined && LINK.test(link));

/** A page asks its reader to take part even where somebody has the incident already; where nobody is needed, nothing asks. */
const verbFor = (bundle: readonly PageFacts[]): HowToRespond['verb'] =>
  bundle.some(({ kind, status, hasNeed }) =>
    kind === 'page' ? status !== 'resolved' : status === 'triggered' && hasNeed,
  )
    ? 'Acknowledge'
    : 'Look';

const command = (words: string, { respondWith }: IncidentFacts): string =>
  respondWith !== undefined && WHERE.test(respondWith) ? `${words} ${respondWith}` : words;

const plainId = (incidentId: string): string => incidentId.replace(/[^\w-]+/g, '').slice(0, 40);

const commandOf = (facts: PageFacts): string => {
  const verb = verbFor([facts]) === 'Acknowledge' ? 'ack' : 'show';
  return command(`npx tocsin incidents ${verb} ${plainId(facts.incidentId)}`, facts);
};

const listCommand = (first: IncidentFacts | undefined): string =>
  first === undefined ? 'npx tocsin incidents list' : command('npx tocsin incidents list', first);

export const howToRespond = (facts: PageFacts): HowToRespond => {
  const link = linkOf([facts]);
  return { verb: verbFor([facts]), how: link ?? commandOf(facts), isLink: link !== undefined };
};

/** Another incident: the link of this one opens it too, while it is open and of a service beside this one. */
export const howToSee = (facts: IncidentFacts, incidentId: string): Pick<HowToRespond, 'how' | 'isLink'> => {
  const link = linkOf([facts]);
  const id = plainId(incidentId);
  return link === undefined
    ? { how: command(`npx tocsin incidents show ${id}`, facts), isLink: false }
    : { how: `${link}?incident=${id}`, isLink: true };
};

/** To all incidents of a bundle, on one screen. */
export const howToRespondToAll = (bundle: readonly PageFacts[]): HowToRespond => {
  const link = linkOf(bundle);
  return { verb: verbFor(bundle), how: link ?? listCommand(bundle[0]), isLink: link !== undefined };
};

/** To one incident, or to all of several. */
export const howToRespondTo = (bundle: readonly PageFacts[]): HowToRespond => {
  const [first, ...others] = bundle;
  return first === undefined || others.length > 0 ? howToRespondToAll(bundle) : howToRespond(first);
};
