import * as z from 'zod';
import type { Configuration } from '../../core/configuration.ts';
import { expected } from './expected.ts';
import { withMinimalFile } from './minimal-file.ts';
import type { Names } from './names.ts';
import { checkCircles } from './depends-on.ts';
import { deployRules } from './deploys.ts';
import { diagnosis } from './diagnosis.ts';
import { digest } from './digest.ts';
import { escalationPolicy } from './escalation.ts';
import { name, url } from './fields.ts';
import { logs } from './logs.ts';
import { channel, responder } from './people.ts';
import { nameOfKind } from './references.ts';
import { checkShadowed, insufficientData, routingRule, severity } from './routing.ts';
import { schedule } from './schedule.ts';
import { service } from './service.ts';
import { serviceDefaults } from './service-defaults.ts';

const named = <T>(what: string, item: z.ZodType<T>, most: number): z.ZodType<Record<string, T>> =>
  z
    .record(name, item)
    .refine((items) => Object.keys(items).length <= most, { error: `expected at most ${String(most)} ${what}` });

const NOBODY_TO_PAGE = withMinimalFile('at least one escalation policy is needed');

const escalations = (names: Names): z.ZodType<Configuration['escalations']> =>
  z
    .record(name, escalationPolicy(names), {
      error: ({ input }) => (input === undefined ? NOBODY_TO_PAGE : undefined),
    })
    .refine((policies) => Object.keys(policies).length > 0, { error: NOBODY_TO_PAGE })
    .refine((policies) => Object.keys(policies).length <= 100, { error: 'expected at most 100 escalation policies' })
    .meta({
      minProperties: 1,
      description: 'Who is paged, in which order, and what happens when nobody answers. At least one.',
    });

const OF_FILES_ONLY = ['version', 'defaults'] as const;
type OfFilesOnly = (typeof OF_FILES_ONLY)[number];

/** What has no place in a Configuration: the version is always the newest there, and every service has its defaults. */
const withoutFile = <T extends object>(written: T): Omit<T, OfFilesOnly> =>
  Object.fromEntries(
    Object.entries(written).filter(([key]) => !OF_FILES_ONLY.some((one) => one === key)),
  ) as Omit<T, OfFilesOnly>;

/** Runs whatever else is wrong. */
const checkSomebody =
  (names: Names) =>
  (_written: unknown, context: z.RefinementCtx): void => {
    if (names.responders.length + names.channels.length > 0 || names.escalations.length === 0) return;
    context.addIssue({ code: 'custom', message: withMinimalFile('at least one responder or channel is needed') });
  };

const watchdog = z
  .strictObject({
    url: url(['https:']).meta({ description: 'Called every minute while Tocsin itself is well.' }),
  })
  .optional()
  .meta({ description: 'A service outside AWS that raises the alarm when the calls stop.' });

const unrouted = (names: Names) =>
  z
    .strictObject({
      escalation: nameOfKind(names, 'escalations')
        .optional()
        .meta({ description: 'Default: the first escalation policy.' }),
      severity: severity.prefault('critical'),
      insufficientData: insufficientData.optional().meta({
        description: 'What they do when they lose their data. Default: ignore.',
      }),
    })
    .prefault({})
    .meta({ description: 'Alarms that no rule matches.' });

/** `tocsin.yaml` for a file that describes these names; gives all of a Configuration but its hash. */
export const configurationSchema = (names: Names): z.ZodType<Omit<Configuration, 'hash'>> =>
  z
    .strictObject({
      version: z
        .literal(1, { error: ({ input }) => expected('1, the version of this format', input) })
        .prefault(1)
        .meta({ description: 'Version of this format.' }),
      environment: name.prefault('default').meta({
        description: 'Joins the key that groups alarms: several environments may share an account.',
        examples: ['prod', 'staging'],
      }),
      defaults: serviceDefaults(names).optional(),
      services: named('services', service(names), 200)
        .superRefine(checkCircles)
        .prefault({})
        .meta({ description: 'What is watched: Tocsin creates the alarms of these.' }),
      routing: z
        .array(routingRule(names))
        .max(500, { error: 'expected at most 500 rules' })
        .superRefine(checkShadowed)
        .prefault([])
        .meta({ description: 'Alarms that Tocsin did not create; the first match wins.' }),
      deploys: deployRules(names).optional(),
      unrouted: unrouted(names),
      responders: named('responders', responder, 200).prefault({}).meta({ description: 'People who can be paged.' }),
      channels: named('channels', channel, 50).prefault({}).meta({ description: 'Rooms and lists that are told.' }),
      schedules: named('schedules', schedule(names), 100).prefault({}).meta({ description: 'Who is on call when.' }),
      escalations: escalations(names),
      digest: digest(names),
      diagnosis,
      logs,
      watchdog,
      reserveConcurrency: z.boolean().prefault(true).meta({
        description: "Keeps Tocsin's functions from being starved; false where the account's limit forbids it.",
      }),
    })
    .superRefine(checkSomebody(names), { when: () => true })
    .transform(({ unrouted: rest, ...file }) => ({
      ...withoutFile(file),
      unrouted: { ...rest, escalation: rest.escalation ?? names.escalations[0] ?? '' },
    }));
