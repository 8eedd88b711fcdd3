import * as z from 'zod';
import type { Service } from '../../core/configuration.ts';
import type { Names } from './names.ts';
import { alarms } from './alarms.ts';
import { dependsOn } from './depends-on.ts';
import { expected } from './expected.ts';
import { EVEN_IF_OTHERS_FAIL, line, quietTime, url } from './fields.ts';
import { nameOfKind } from './references.ts';
import { insufficientData } from './routing.ts';
import { checkAlarms, settledAlarms } from './settled-alarms.ts';
import { workload } from './workload.ts';

/** Editors check a file without merging its defaults: to them it is optional. */
const checkEscalation = ({ escalation }: { readonly escalation?: unknown }, context: z.RefinementCtx): void => {
  if (escalation !== undefined) return;
  const message = expected('the name of one of escalations', escalation);
  context.addIssue({ code: 'custom', path: ['escalation'], message });
};

export const service = (names: Names): z.ZodType<Service> =>
  z
    .strictObject({
      description: line(300).optional().meta({ description: 'What it is, for the person who is paged.' }),
      owner: line(100).optional().meta({ description: 'The team it belongs to.', examples: ['web-team'] }),
      runbook: url(['https:', 'http:']).optional().meta({ description: 'Where its runbook is; stands in every page.' }),
      escalation: nameOfKind(names, 'escalations')
        .optional()
        .meta({ description: 'Its escalation policy; needed unless defaults names one.' }),
      workload,
      dependsOn: dependsOn(names).optional().meta({
        description: 'Services that it calls: while one of them has an incident, that is named as the cause where nothing else is.',
      }),
      alarms: alarms.prefault({}).meta({ description: 'What fires: leave one out to take its default, false turns it off.' }),
      recoverAfter: quietTime('5m')
        .prefault('5m')
        .meta({ description: 'How long every alarm must be OK before the incident resolves itself.' }),
      cooldown: quietTime('10m')
        .prefault('10m')
        .meta({ description: 'An alarm that fires again so soon after the resolution reopens the incident.' }),
      insufficientData: insufficientData
        .prefault('notify')
        .meta({ description: 'What an alarm that loses its data does when no incident is open.' }),
    })
    .superRefine(checkEscalation, EVEN_IF_OTHERS_FAIL)
    .superRefine(checkAlarms)
    .transform(({ recoverAfter, cooldown, escalation = '', alarms: written, ...rest }) => ({
      ...rest,
      escalation,
      alarms: settledAlarms({ workload: rest.workload, alarms: written }),
      recoverAfterMs: recoverAfter,
      cooldownMs: cooldown,
    }));
