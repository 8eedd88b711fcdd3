import { byText, groupedBy } from './group-counts.ts';
import { type Firing, isActedOn, type IncidentRun } from '../report/runs.ts';

/** A run, and whose. */
export interface RunOf {
  readonly incidentId: string;
  readonly service: string;
  readonly run: IncidentRun;
}

export interface AlarmFigures {
  readonly alarmId: string;
  readonly name: string;
  readonly service: string;
  /** How often it began to fire, heard. */
  readonly firings: number;
  readonly incidents: number;
  /** Runs in which it fired, and those of them that a person acknowledged, snoozed or resolved. */
  readonly runs: number;
  readonly actedOn: number;
}

interface Heard extends RunOf {
  readonly firing: Firing;
}

const figuresOf = (heard: readonly Heard[]): readonly AlarmFigures[] => {
  const last = heard.at(-1);
  if (last === undefined) return [];
  const runs = [...new Set(heard.map(({ run }) => run))];
  return [
    {
      alarmId: last.firing.alarmId,
      name: last.firing.name,
      service: last.service,
      firings: heard.length,
      incidents: new Set(heard.map(({ incidentId }) => incidentId)).size,
      runs: runs.length,
      actedOn: runs.filter(isActedOn).length,
    },
  ];
};

/** Of every alarm that was heard: the noisiest first. */
export const alarmFiguresOf = (runs: readonly RunOf[]): readonly AlarmFigures[] => {
  const heard = runs.flatMap((one) => one.run.firings.map((firing) => ({ ...one, firing })));
  return [...groupedBy(heard, ({ firing }) => firing.alarmId).values()]
    .flatMap(figuresOf)
    .sort((one, other) => other.firings - one.firings || byText(one.alarmId, other.alarmId));
};

/** It fired, and nobody ever acknowledged, snoozed or resolved: what is it for? */
export const isNeverActedOn = ({ actedOn }: AlarmFigures): boolean => actedOn === 0;
