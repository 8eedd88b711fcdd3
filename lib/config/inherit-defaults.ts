import type { Names } from './schema/names.ts';
import type { AlarmKey } from '../core/service/measurement.ts';
import type { Workload } from '../core/configuration.ts';
import { lackOf } from './schema/alarm-lack.ts';
import { serviceDefaults } from './schema/service-defaults.ts';
import { workload as workloadSchema } from './schema/workload.ts';

type Mapping = Readonly<Record<string, unknown>>;

const isMapping = (value: unknown): value is Mapping =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const without = (mapping: Mapping, dropped: (key: string) => boolean): Mapping =>
  Object.fromEntries(Object.entries(mapping).filter(([key]) => !dropped(key)));

const SEVERITIES: readonly string[] = ['critical', 'warning'];

/** A service that gives one severity has only those that it gives, as without defaults. */
const mergedAlarm = (byDefault: unknown, own: unknown): unknown => {
  if (own === undefined) return byDefault;
  if (!isMapping(own) || !isMapping(byDefault)) return own;
  const isGiven = SEVERITIES.some((severity) => Object.hasOwn(own, severity));
  return { ...(isGiven ? without(byDefault, (key) => SEVERITIES.includes(key)) : byDefault), ...own };
};

const mergedAlarms = (byDefault: Mapping, own: Mapping): Mapping => {
  const keys = [...new Set([...Object.keys(byDefault), ...Object.keys(own)])];
  return Object.fromEntries(keys.map((key) => [key, mergedAlarm(byDefault[key], own[key])]));
};

/** Of settings for all services what one of this workload can have: what it cannot is no mistake of it. */
const possibleAlarms = (alarms: Mapping, workload: Workload): Mapping => {
  const cannot = (key: string): boolean => lackOf(key as AlarmKey, workload) !== undefined;
  const { saturation, ...singly } = without(alarms, (key) => key === 'userImpact' && alarms[key] === true);
  const kept = without(singly, (key) => key !== 'userImpact' && cannot(key));
  if (!isMapping(saturation)) return saturation === undefined ? kept : { ...kept, saturation };
  const isSetting = (key: string): boolean => key === 'for' || key === 'period';
  const levels = ['cpu', 'throttles', 'databaseCpu', 'connections'];
  if (levels.every(cannot)) return kept;
  return { ...kept, saturation: without(saturation, (key) => !isSetting(key) && cannot(key)) };
};

const inheriting = (defaults: Mapping, service: unknown): unknown => {
  if (!isMapping(service)) return service;
  const { alarms: settings, ...rest } = defaults;
  const inherited = { ...rest, ...service };
  const { alarms: own = {} } = service;
  const read = workloadSchema.safeParse(service['workload']);
  // A service that is wrong anyhow is told of what it says itself.
  if (!isMapping(settings) || !isMapping(own) || !read.success) return inherited;
  return { ...inherited, alarms: mergedAlarms(possibleAlarms(settings, read.data), own) };
};

/**
 * A file with `defaults` as if every service repeated them, where it does not say otherwise. Defaults that are wrong are
 * told where they stand, once, and not of each service.
 */
export const withDefaults = (file: unknown, names: Names): unknown => {
  if (!isMapping(file) || !isMapping(file['defaults']) || !isMapping(file['services'])) return file;
  const isSound = serviceDefaults(names).safeParse(file['defaults']).success;
  const [escalation] = names.escalations;
  const defaults = isSound ? file['defaults'] : { ...('escalation' in file['defaults'] ? { escalation } : {}) };
  const services = Object.entries(file['services']).map(([name, service]) => [name, inheriting(defaults, service)]);
  return { ...file, services: Object.fromEntries(services) as Mapping };
};
