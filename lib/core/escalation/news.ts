import type { Target } from '../configuration.ts';
import type { Draft } from '../incident/draft.ts';
import { type About, NAMED_ALARMS } from '../incident/incident.ts';
import { type News, notify, notifyTargets, ownerTarget, toldTargets } from './message.ts';
import { joinsToldAt, returnsToldAt } from './wake.ts';

/** Ids of the alarms that are news: those that joined, and the one that fired again. */
export const newsAlarms = ({ incident: { joins, returns } }: Draft): readonly string[] => {
  const again = returns.isUntold && returns.alarmId !== undefined ? [returns.alarmId] : [];
  return [...new Set([...joins.alarmIds, ...again])].slice(0, NAMED_ALARMS);
};

/** Everybody but whoever did it. */
export const notifyOthers = (draft: Draft, about: About, by: string | undefined): void => {
  const everybody = [...notifyTargets(draft), ...toldTargets(draft).toReversed()];
  const actor = `responder:${by ?? ''}`;
  notify(
    draft,
    about,
    everybody.filter((target) => target !== actor),
  );
};

const tell = (draft: Draft, news: News, to: readonly Target[]): void => {
  const before = draft.events.length;
  notify(draft, news, to);
  const isTold = draft.events.length > before;
  if (!isTold) draft.add({ type: 'NewsUntold', about: news.about === 'joined' ? 'joined' : 'again' });
};

/** Tells of alarms that joined, by name, at most once a minute: a storm is one message, not a thousand. */
export const tellOfJoins = (draft: Draft): void => {
  if (!draft.isDue(joinsToldAt(draft.incident))) return;
  const { alarmIds } = draft.incident.joins;
  tell(draft, { about: 'joined', alarmIds }, [...ownerTarget(draft), ...notifyTargets(draft)]);
};

/** A snooze is a wish for quiet. */
const snoozer = ({ incident: { owner } }: Draft): Target | undefined =>
  owner?.kind === 'snooze' ? `responder:${owner.by}` : undefined;

/** Tells that something fires again, less and less often, and whoever was told that it is over that it is open again. */
export const tellOfReturns = (draft: Draft, alarmIds = newsAlarms(draft)): void => {
  if (!draft.isDue(returnsToldAt(draft.incident))) return;
  const { misled } = draft.incident;
  const quiet = snoozer(draft);
  const to = [...ownerTarget(draft), ...notifyTargets(draft), ...misled].filter((target) => target !== quiet);
  tell(draft, { about: misled.length > 0 ? 'reopened' : 'again', alarmIds }, to);
};
