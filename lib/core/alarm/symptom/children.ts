import { fieldsOf, type JsonObject, listOf, parsedJson, textOf } from '../../json-value.ts';
import { type AlarmLocation, alarmArnOf } from '../alarm-reference.ts';
import type { ChildAlarm } from '../change.ts';

/** Looked up in the register with the alarm itself. */
const MOST = 100;
const READ_AT_MOST = 10_240;

/** ARNs of what a composite alarm says triggered it. */
const triggering = ({ reason, reasonData }: JsonObject): readonly string[] => {
  const data = fieldsOf(typeof reasonData === 'string' ? parsedJson(reasonData) : reasonData);
  const alarms = listOf(data['triggeringAlarms']).map(fieldsOf);
  if (alarms.length > 0)
    return alarms.filter(({ state }) => fieldsOf(state)['value'] === 'ALARM').flatMap(({ arn }) => textOf(arn) ?? []);
  const [, arn] = /^(arn:\S+:alarm:.+?) transitioned to ALARM\b/u.exec((textOf(reason) ?? '').slice(0, 1_023)) ?? [];
  return arn === undefined ? [] : [arn];
};

/** What the rule asks for to be in ALARM, as names or ARNs: `ALARM("web-latency") OR NOT ALARM(maintenance)`. */
const RULE = /(NOT\s+)?\bALARM\s*\(\s*(?:"([^"]{1,400})"\s*|'([^']{1,400})'\s*|([^\s()"'][^()"']{0,399}))\)/giu;

const asked = (rule: string): readonly string[] =>
  [...rule.slice(0, READ_AT_MOST).matchAll(RULE)].flatMap(([, not = '', ...named]) =>
    not === '' ? (named.find((name: string | undefined) => name !== undefined)?.trim() ?? []) : [],
  );

/** The children that a composite alarm is about: those that fire by its event, then the others that its rule asks for. */
export const childrenIn = (rule: string, state: JsonObject, location: AlarmLocation): readonly ChildAlarm[] => {
  const firing = [...new Set(triggering(state))];
  const others = [...new Set(asked(rule).map((name) => alarmArnOf(name, location)))].filter(
    (arn) => !firing.includes(arn),
  );
  return [...firing.map((arn) => ({ arn, fires: true })), ...others.map((arn) => ({ arn, fires: false }))].slice(
    0,
    MOST,
  );
};
