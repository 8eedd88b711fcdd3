import type { Layer, Weekday } from '../configuration.ts';
import { dayOf, minutesOf, type Zone } from './zoned-time.ts';

const WEEKDAYS: readonly Weekday[] = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

/** Of a day counted from 1970-01-01, which was a Thursday; undefined of no whole number. */
export const weekdayOf = (day: number): Weekday | undefined => WEEKDAYS[(((day + 3) % 7) + 7) % 7];

const handoffOf = (layer: Layer, zone: Zone, turn: number): number =>
  zone.epochAt(dayOf(layer.starting) + turn * layer.everyDays, minutesOf(layer.handoff));

/** The turn, counted from 0, that an instant falls into; negative before the first. By division, so the years gone by cost nothing. */
const turnAt = (layer: Layer, zone: Zone, epochMs: number): number => {
  const estimate = Math.floor((zone.dayAt(epochMs) - dayOf(layer.starting)) / layer.everyDays);
  if (epochMs < handoffOf(layer, zone, estimate)) return estimate - 1;
  // A day that a zone skipped whole makes a turn without length: the one after it has begun.
  return epochMs < handoffOf(layer, zone, estimate + 1) ? estimate : estimate + 1;
};

/** In epoch milliseconds, `to` excluded. */
export interface EpochSpan {
  readonly from: number;
  readonly to: number;
}

/** The restricted hours that begin on one local day; they end on the next, or the one after it where a zone skipped that day whole. */
const spanOf = ({ restrict }: Layer, zone: Zone, day: number): EpochSpan | undefined => {
  const weekday = weekdayOf(day);
  if (restrict === undefined || weekday === undefined) return undefined;
  if (restrict.days !== undefined && !restrict.days.includes(weekday)) return undefined;
  const [from, to] = [minutesOf(restrict.from), minutesOf(restrict.to)];
  return { from: zone.epochAt(day, from), to: zone.epochAt(to > from ? day : day + 1, to) };
};

const covers = (layer: Layer, zone: Zone, epochMs: number): boolean => {
  if (layer.restrict === undefined) return true;
  const today = zone.dayAt(epochMs);
  return [today - 2, today - 1, today].some((day) => {
    const span = spanOf(layer, zone, day);
    return span !== undefined && span.from <= epochMs && epochMs < span.to;
  });
};

/** Whom a layer names at an instant in epoch milliseconds. */
export const covering = (layer: Layer, zone: Zone, epochMs: number): string | undefined => {
  const turn = turnAt(layer, zone, epochMs);
  return turn >= 0 && covers(layer, zone, epochMs) ? layer.rotation[turn % layer.rotation.length] : undefined;
};

/** When the first turn begins. */
export const firstHandoffOf = (layer: Layer, zone: Zone): number => handoffOf(layer, zone, 0);

/** When a layer names somebody, whom ever, within a stretch: in order, neighbours may touch or overlap. */
export const coverOf = (layer: Layer, zone: Zone, { from, to }: EpochSpan): readonly EpochSpan[] => {
  const clipped = (span: EpochSpan): EpochSpan => ({
    from: Math.max(span.from, from, firstHandoffOf(layer, zone)),
    to: Math.min(span.to, to),
  });
  if (layer.restrict === undefined) return [clipped({ from, to })].filter((span) => span.from < span.to);
  const spans: EpochSpan[] = [];
  for (let day = zone.dayAt(from) - 2; day <= zone.dayAt(to); day++) {
    const span = spanOf(layer, zone, day);
    if (span !== undefined) spans.push(clipped(span));
  }
  return spans.filter((span) => span.from < span.to);
};

/** Whom a layer names within a stretch that it covers, in order; whoever has several turns comes as often. */
export function* namedWithin(layer: Layer, zone: Zone, { from, to }: EpochSpan): Generator<string> {
  for (let turn = Math.max(0, turnAt(layer, zone, from)); handoffOf(layer, zone, turn) < to; turn++) {
    const responder = layer.rotation[turn % layer.rotation.length];
    if (responder !== undefined) yield responder;
  }
}

/** Every instant of a stretch, in epoch milliseconds, at which a layer may change; unordered, a few may lie outside. */
export const changesOf = (layer: Layer, zone: Zone, { from, to }: EpochSpan): readonly number[] => {
  const changes: number[] = [];
  for (let turn = Math.max(0, turnAt(layer, zone, from)); ; turn++) {
    const handoff = handoffOf(layer, zone, turn);
    if (!(handoff < to)) break;
    changes.push(handoff);
  }
  if (layer.restrict === undefined) return changes;
  for (let day = zone.dayAt(from) - 2; day <= zone.dayAt(to); day++) {
    const span = spanOf(layer, zone, day);
    if (span !== undefined) changes.push(span.from, span.to);
  }
  return changes;
};
