import type { Configuration } from '../configuration.ts';
import type { Span } from '../series/period-grid.ts';
import { hoursIn } from './hours.ts';
import type { PersonPage } from './incident-figures.ts';
import { hoursOnCall } from './on-call-hours.ts';
import { byText } from './group-counts.ts';

export interface ResponderFigures {
  readonly responder: string;
  readonly pages: number;
  /** Of these, by the responder's own clock; every one at night is off hours. */
  readonly atNight: number;
  readonly offHours: number;
  /** Null: there is no configuration, so no schedule is known. */
  readonly hoursOnCall: number | null;
}

/** Whose pages and hours are asked for. */
export interface PeopleAsked {
  readonly span: Span;
  readonly service?: string | undefined;
  /** Without it no schedule is known, and every hour is one of `homeTimeZone`. */
  readonly configuration?: Configuration | undefined;
  readonly homeTimeZone: string;
}

const zoneOfResponder = ({ configuration, homeTimeZone }: PeopleAsked, responder: string): string => {
  const { responders = {} } = configuration ?? {};
  return (Object.hasOwn(responders, responder) ? responders[responder]?.timeZone : undefined) ?? homeTimeZone;
};

/** Of everybody who was paged or on call, whoever was paged most first. */
export const responderFiguresOf = (pages: readonly PersonPage[], asked: PeopleAsked): readonly ResponderFigures[] => {
  const { configuration, span, service } = asked;
  const onCall = configuration && hoursOnCall(configuration, span, service);
  const everybody = new Set([...pages.map(({ responder }) => responder), ...(onCall?.keys() ?? [])]);
  return [...everybody]
    .map((responder) => {
      const own = pages.filter((page) => page.responder === responder);
      const hours = own.map(({ at }) => at).map(hoursIn(zoneOfResponder(asked, responder)));
      return {
        responder,
        pages: own.length,
        atNight: hours.filter(({ isNight }) => isNight).length,
        offHours: hours.filter(({ isOffHours }) => isOffHours).length,
        hoursOnCall: onCall === undefined ? null : (onCall.get(responder) ?? 0),
      };
    })
    .sort((one, other) => other.pages - one.pages || byText(one.responder, other.responder));
};
