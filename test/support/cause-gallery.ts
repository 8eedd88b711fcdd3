import { fileURLToPath } from 'node:url';
import { readFileSync } from 'node:fs';
import { readRecording } from '../../lib/adapters/recording/read-recording.ts';
import type { Configuration } from '../../lib/core/configuration.ts';
import { eventOf } from '../../lib/core/incident/chain.ts';
import type { IncidentEvent } from '../../lib/core/incident/events.ts';
import { evolve } from '../../lib/core/incident/evolve.ts';
import type { Incident, Member, Requested } from '../../lib/core/incident/incident.ts';
import { composeMessage } from '../../lib/core/page/compose-message.ts';
import { pageFactsOf } from '../../lib/core/page/page-facts-of.ts';
import { replay } from '../../lib/simulator/replay.ts';
import { configurationOf } from './configurations.ts';
import { LINK, type Shown, shownOf } from './shown-message.ts';

const DEMO = 'incidents/2023-08-05-memory-leak';

const example = (path: string): string => fileURLToPath(new URL(`../../examples/${path}`, import.meta.url));

type IsAsked = (event: IncidentEvent) => boolean;

const isPage: IsAsked = (event) => event.type === 'PageRequested' && event.kind === 'page';
const isCorrection: IsAsked = (event) =>
  event.type === 'PageRequested' && event.kind === 'notification' && event.about === 'causeRevised';

/** What an alarm said of itself by then. */
const asOf = (member: Member, events: readonly IncidentEvent[]): Member => {
  const said = events.findLast((event) => 'alarm' in event && event.alarm.alarmId === member.alarmId);
  return said !== undefined && 'alarm' in said ? { ...member, ...said.alarm } : member;
};

const toChannel = (request: Requested): Requested => ({
  kind: 'notification',
  about: request.kind === 'page' ? 'opened' : request.about,
  pageId: request.pageId,
  target: 'channel:ops',
  requestedAt: request.requestedAt,
  alarmIds: request.alarmIds,
});

interface Replayed {
  readonly configuration: Configuration;
  readonly incidentId: string;
  readonly incidents: { members(id: string, which: readonly string[]): Promise<readonly Member[]> };
}

/** The last message that these events request, as it was sent. */
const lastRequested = async (
  title: string,
  events: readonly IncidentEvent[],
  { configuration, incidents, incidentId }: Replayed,
): Promise<Shown> => {
  const head = events.reduce<Incident | undefined>(evolve, undefined);
  const last = events.at(-1);
  const pageId = last?.type === 'PageRequested' ? last.pageId : undefined;
  const request = head?.requested.find((one) => one.pageId === pageId);
  if (head === undefined || request === undefined) throw new Error('it requests nothing');
  const members = await incidents.members(
    incidentId,
    head.alarms.map(({ alarmId }) => alarmId),
  );
  const sending = {
    configuration,
    now: request.requestedAt,
    link: LINK,
    members: members.map((member) => asOf(member, events)),
  };
  return shownOf(
    title,
    composeMessage([pageFactsOf(head, request, sending)], 'json'),
    composeMessage([pageFactsOf(head, toChannel(request), sending)], 'chat'),
  );
};

const firstIn = async (title: string, file: string, isAsked: IsAsked): Promise<Shown> => {
  const recording = await readRecording(example(file));
  const configuration = configurationOf(readFileSync(example('tocsin.yaml'), 'utf8'));
  const { incidents } = await replay({ recording, configuration, responses: [] });
  for await (const { incidentId } of incidents.list({})) {
    const timeline = (await incidents.timeline(incidentId)).map(eventOf);
    const first = timeline.findIndex(isAsked);
    if (first >= 0) return lastRequested(title, timeline.slice(0, first + 1), { configuration, incidents, incidentId });
  }
  throw new Error(`${file}: nothing of that kind is requested`);
};

/** The first page of the demo's incident, with the default alarms and nobody answering. */
export const demoPage = (title: string): Promise<Shown> => firstIn(title, `${DEMO}/recording.json`, isPage);

const ofRun = (title: string, run: string, isAsked = isPage): Promise<Shown> =>
  firstIn(title, `web-server/corpus/recordings/${run}.json.gz`, isAsked);

/** Real runs, each recorded with what was really the matter, replayed with the default alarms. */
export const causeGallery = async (): Promise<readonly Shown[]> => [
  await demoPage('A leak in a surge: the demo incident'),
  await ofRun('A leak that a deploy brought', 'leak-deploy-1'),
  await ofRun('A deploy that makes it slow', 'deploy-slow-1'),
  await ofRun('A slow database', 'dependency-slow-1'),
  await ofRun('A surge that saturates it', 'surge-hurting-3'),
  await ofRun('No cause is named: one task of several is slow', 'one-task-slow-1'),
  await ofRun('A cause that is found later', 'surge-processor-3', isCorrection),
  await ofRun('A correction', 'deploy-slow-1', isCorrection),
];
