import { describe, expect, it } from 'vitest';
import type { IncidentCommand } from '../../../lib/core/incident/commands.ts';
import type { IncidentEvent } from '../../../lib/core/incident/events.ts';
import { atInstant } from '../../../lib/core/incident/evolve.ts';
import { type Incident, isOpen, type Place } from '../../../lib/core/incident/incident.ts';
import { hasNeed } from '../../../lib/core/incident/need.ts';
import { statusOf } from '../../../lib/core/incident/phase.ts';
import { epochOf, type Instant, MINUTE } from '../../../lib/core/time.ts';
import {
  acknowledges,
  type Circumstances,
  diagnosed,
  escalates,
  fires,
  IncidentStory,
  latencyAlarm,
  minute,
  notes,
  pagesSent,
  reassigns,
  recovers,
  reopens,
  resolves,
  snoozes,
  ticks,
  trafficWarning,
} from '../../support/incident-spec.ts';

/*
 * What each response does, by whether somebody is needed, whose cover there is and where the ladder stands. Dana
 * responds, who is on no level. The ladder is Alice, Bob and Carol, two minutes each, one round; after six minutes the
 * ending, at which all three are asked.
 *
 * `has it`: the owner, and for how many minutes; `paged`: whom, at which level; `told`: whom, of what; `ladder then`:
 * where it stands, or what it has kept for the end of a cover; `status`: of the incident then.
 */
const TABLES: Readonly<Record<string, string>> = {
  acknowledge: `
need                        | cover          | ladder      | has it   | paged | told                              | ladder then | status
no need                     | nobody         | at rest     | dana 30  | –     | ops: acknowledged                 | at rest     | acknowledged
no need                     | nobody         | level 2     | dana 30  | –     | ops bob alice: acknowledged       | kept 2      | acknowledged
no need                     | nobody         | ending      | dana 30  | –     | ops carol bob alice: acknowledged | kept ending | acknowledged
no need                     | dana           | at rest     | dana 30  | –     | –                                 | at rest     | acknowledged
no need                     | dana           | level 2     | dana 30  | –     | ops bob alice: acknowledged       | kept 2      | acknowledged
no need                     | dana           | ending      | dana 30  | –     | ops carol bob alice: acknowledged | kept ending | acknowledged
no need                     | dana           | kept 2      | dana 30  | –     | –                                 | kept 2      | acknowledged
no need                     | dana           | kept ending | dana 30  | –     | –                                 | kept ending | acknowledged
no need                     | alice          | at rest     | alice 29 | –     | alice dana: offered               | at rest     | acknowledged
no need                     | alice          | level 2     | alice 25 | –     | alice dana: offered               | level 2     | acknowledged
no need                     | alice          | ending      | alice 21 | –     | alice dana: offered               | ending      | acknowledged
no need                     | alice          | kept 2      | alice 29 | –     | alice dana: offered               | kept 2      | acknowledged
no need                     | alice          | kept ending | alice 29 | –     | alice dana: offered               | kept ending | acknowledged
no need                     | alice's snooze | at rest     | alice 59 | –     | alice dana: offered               | at rest     | acknowledged
no need                     | alice's snooze | kept 2      | alice 59 | –     | alice dana: offered               | kept 2      | acknowledged
no need                     | alice's snooze | kept ending | alice 59 | –     | alice dana: offered               | kept ending | acknowledged
no need                     | resolution     | at rest     | dana 30  | –     | ops: acknowledged                 | at rest     | acknowledged
no need                     | resolution     | level 2     | dana 30  | –     | ops bob alice: acknowledged       | kept 2      | acknowledged
no need                     | resolution     | ending      | dana 30  | –     | ops carol bob alice: acknowledged | kept ending | acknowledged
no need                     | resolution     | kept 2      | dana 30  | –     | ops bob alice: acknowledged       | kept 2      | acknowledged
no need                     | resolution     | kept ending | dana 30  | –     | ops carol bob alice: acknowledged | kept ending | acknowledged
need                        | nobody         | at rest     | dana 30  | –     | ops: acknowledged                 | at rest     | acknowledged
need                        | nobody         | level 2     | dana 30  | –     | ops bob alice: acknowledged       | kept 2      | acknowledged
need                        | nobody         | ending      | dana 30  | –     | ops carol bob alice: acknowledged | kept ending | acknowledged
need                        | dana           | at rest     | dana 30  | –     | ops: acknowledged                 | at rest     | acknowledged
need                        | dana           | level 2     | dana 30  | –     | ops bob alice: acknowledged       | kept 2      | acknowledged
need                        | dana           | ending      | dana 30  | –     | ops carol bob alice: acknowledged | kept ending | acknowledged
need                        | dana           | kept 2      | dana 30  | –     | ops bob alice: acknowledged       | kept 2      | acknowledged
need                        | dana           | kept ending | dana 30  | –     | ops carol bob alice: acknowledged | kept ending | acknowledged
need                        | alice          | at rest     | dana 30  | –     | alice ops: acknowledged           | at rest     | acknowledged
need                        | alice          | level 2     | dana 30  | –     | alice ops bob: acknowledged       | kept 2      | acknowledged
need                        | alice          | ending      | dana 30  | –     | alice ops carol bob: acknowledged | kept ending | acknowledged
need                        | alice          | kept 2      | dana 30  | –     | alice ops bob: acknowledged       | kept 2      | acknowledged
need                        | alice          | kept ending | dana 30  | –     | alice ops carol bob: acknowledged | kept ending | acknowledged
need                        | resolution     | at rest     | dana 30  | –     | ops: acknowledged                 | at rest     | acknowledged
need                        | resolution     | level 2     | dana 30  | –     | ops bob alice: acknowledged       | kept 2      | acknowledged
need                        | resolution     | ending      | dana 30  | –     | ops carol bob alice: acknowledged | kept ending | acknowledged
need                        | resolution     | kept 2      | dana 30  | –     | ops: acknowledged                 | kept 2      | acknowledged
need                        | resolution     | kept ending | dana 30  | –     | ops: acknowledged                 | kept ending | acknowledged
within                      | nobody         | level 1     | refused: incident-resolved
within                      | alice          | kept 1      | refused: incident-resolved
within                      | resolution     | kept 1      | refused: incident-resolved
beyond                      | nobody         | at rest     | refused: incident-resolved
beyond, a newer one is open | nobody         | at rest     | refused: incident-resolved
`,
  snooze: `
need                        | cover          | ladder      | has it   | paged | told                              | ladder then | status
no need                     | nobody         | at rest     | dana 120 | –     | ops: acknowledged                 | at rest     | acknowledged
no need                     | nobody         | level 2     | dana 120 | –     | ops bob alice: acknowledged       | kept 2      | acknowledged
no need                     | nobody         | ending      | dana 120 | –     | ops carol bob alice: acknowledged | kept ending | acknowledged
no need                     | dana           | at rest     | dana 120 | –     | –                                 | at rest     | acknowledged
no need                     | dana           | level 2     | dana 120 | –     | –                                 | kept 2      | acknowledged
no need                     | dana           | ending      | dana 120 | –     | –                                 | kept ending | acknowledged
no need                     | dana           | kept 2      | dana 120 | –     | –                                 | kept 2      | acknowledged
no need                     | dana           | kept ending | dana 120 | –     | –                                 | kept ending | acknowledged
no need                     | alice          | at rest     | dana 120 | –     | alice ops: acknowledged           | at rest     | acknowledged
no need                     | alice          | level 2     | dana 120 | –     | alice ops bob: acknowledged       | kept 2      | acknowledged
no need                     | alice          | ending      | dana 120 | –     | alice ops carol bob: acknowledged | kept ending | acknowledged
no need                     | alice          | kept 2      | dana 120 | –     | alice ops bob: acknowledged       | kept 2      | acknowledged
no need                     | alice          | kept ending | dana 120 | –     | alice ops carol bob: acknowledged | kept ending | acknowledged
no need                     | alice's snooze | at rest     | dana 120 | –     | alice ops: acknowledged           | at rest     | acknowledged
no need                     | alice's snooze | kept 2      | dana 120 | –     | alice ops bob: acknowledged       | kept 2      | acknowledged
no need                     | alice's snooze | kept ending | dana 120 | –     | alice ops carol bob: acknowledged | kept ending | acknowledged
no need                     | resolution     | at rest     | dana 120 | –     | ops: acknowledged                 | at rest     | acknowledged
no need                     | resolution     | level 2     | dana 120 | –     | ops bob alice: acknowledged       | kept 2      | acknowledged
no need                     | resolution     | ending      | dana 120 | –     | ops carol bob alice: acknowledged | kept ending | acknowledged
no need                     | resolution     | kept 2      | dana 120 | –     | ops bob alice: acknowledged       | kept 2      | acknowledged
no need                     | resolution     | kept ending | dana 120 | –     | ops carol bob alice: acknowledged | kept ending | acknowledged
need                        | nobody         | at rest     | dana 120 | –     | ops: acknowledged                 | at rest     | acknowledged
need                        | nobody         | level 2     | dana 120 | –     | ops bob alice: acknowledged       | kept 2      | acknowledged
need                        | nobody         | ending      | dana 120 | –     | ops carol bob alice: acknowledged | kept ending | acknowledged
need                        | dana           | at rest     | dana 120 | –     | ops: acknowledged                 | at rest     | acknowledged
need                        | dana           | level 2     | dana 120 | –     | ops bob alice: acknowledged       | kept 2      | acknowledged
need                        | dana           | ending      | dana 120 | –     | ops carol bob alice: acknowledged | kept ending | acknowledged
need                        | dana           | kept 2      | dana 120 | –     | ops bob alice: acknowledged       | kept 2      | acknowledged
need                        | dana           | kept ending | dana 120 | –     | ops carol bob alice: acknowledged | kept ending | acknowledged
need                        | alice          | at rest     | dana 120 | –     | alice ops: acknowledged           | at rest     | acknowledged
need                        | alice          | level 2     | dana 120 | –     | alice ops bob: acknowledged       | kept 2      | acknowledged
need                        | alice          | ending      | dana 120 | –     | alice ops carol bob: acknowledged | kept ending | acknowledged
need                        | alice          | kept 2      | dana 120 | –     | alice ops bob: acknowledged       | kept 2      | acknowledged
need                        | alice          | kept ending | dana 120 | –     | alice ops carol bob: acknowledged | kept ending | acknowledged
need                        | resolution     | at rest     | dana 120 | –     | ops: acknowledged                 | at rest     | acknowledged
need                        | resolution     | level 2     | dana 120 | –     | ops bob alice: acknowledged       | kept 2      | acknowledged
need                        | resolution     | ending      | dana 120 | –     | ops carol bob alice: acknowledged | kept ending | acknowledged
need                        | resolution     | kept 2      | dana 120 | –     | ops: acknowledged                 | kept 2      | acknowledged
need                        | resolution     | kept ending | dana 120 | –     | ops: acknowledged                 | kept ending | acknowledged
within                      | nobody         | level 1     | refused: incident-resolved
within                      | alice          | kept 1      | refused: incident-resolved
within                      | resolution     | kept 1      | refused: incident-resolved
beyond                      | nobody         | at rest     | refused: incident-resolved
beyond, a newer one is open | nobody         | at rest     | refused: incident-resolved
`,
  escalate: `
need                        | cover          | ladder      | has it | paged                     | told                        | ladder then | status
no need                     | nobody         | at rest     | –      | alice at level 1          | –                           | level 1     | triggered
no need                     | nobody         | level 2     | –      | carol at level 3          | –                           | level 3     | triggered
no need                     | nobody         | ending      | –      | alice bob carol at ending | –                           | ending      | triggered
no need                     | dana           | at rest     | –      | alice at level 1          | –                           | level 1     | triggered
no need                     | dana           | level 2     | –      | carol at level 3          | –                           | level 3     | triggered
no need                     | dana           | ending      | –      | alice bob carol at ending | –                           | ending      | triggered
no need                     | dana           | kept 2      | –      | carol at level 3          | –                           | level 3     | triggered
no need                     | dana           | kept ending | –      | alice bob carol at ending | –                           | ending      | triggered
no need                     | alice          | at rest     | –      | alice at level 1          | –                           | level 1     | triggered
no need                     | alice          | level 2     | –      | carol at level 3          | alice: escalated            | level 3     | triggered
no need                     | alice          | ending      | –      | alice bob carol at ending | –                           | ending      | triggered
no need                     | alice          | kept 2      | –      | carol at level 3          | alice: escalated            | level 3     | triggered
no need                     | alice          | kept ending | –      | alice bob carol at ending | –                           | ending      | triggered
no need                     | alice's snooze | at rest     | –      | alice at level 1          | –                           | level 1     | triggered
no need                     | alice's snooze | kept 2      | –      | carol at level 3          | alice: escalated            | level 3     | triggered
no need                     | alice's snooze | kept ending | –      | alice bob carol at ending | –                           | ending      | triggered
no need                     | resolution     | at rest     | –      | alice at level 1          | –                           | level 1     | triggered
no need                     | resolution     | level 2     | –      | carol at level 3          | –                           | level 3     | triggered
no need                     | resolution     | ending      | –      | alice bob carol at ending | –                           | ending      | triggered
no need                     | resolution     | kept 2      | –      | carol at level 3          | –                           | level 3     | triggered
no need                     | resolution     | kept ending | –      | alice bob carol at ending | –                           | ending      | triggered
need                        | nobody         | at rest     | –      | alice at level 1          | –                           | level 1     | triggered
need                        | nobody         | level 2     | –      | carol at level 3          | –                           | level 3     | triggered
need                        | nobody         | ending      | –      | alice bob carol at ending | –                           | ending      | triggered
need                        | dana           | at rest     | –      | alice at level 1          | –                           | level 1     | triggered
need                        | dana           | level 2     | –      | carol at level 3          | –                           | level 3     | triggered
need                        | dana           | ending      | –      | alice bob carol at ending | –                           | ending      | triggered
need                        | dana           | kept 2      | –      | carol at level 3          | –                           | level 3     | triggered
need                        | dana           | kept ending | –      | alice bob carol at ending | –                           | ending      | triggered
need                        | alice          | at rest     | –      | alice at level 1          | –                           | level 1     | triggered
need                        | alice          | level 2     | –      | carol at level 3          | alice: escalated            | level 3     | triggered
need                        | alice          | ending      | –      | alice bob carol at ending | –                           | ending      | triggered
need                        | alice          | kept 2      | –      | carol at level 3          | alice: escalated            | level 3     | triggered
need                        | alice          | kept ending | –      | alice bob carol at ending | –                           | ending      | triggered
need                        | resolution     | at rest     | –      | alice at level 1          | –                           | level 1     | triggered
need                        | resolution     | level 2     | –      | carol at level 3          | –                           | level 3     | triggered
need                        | resolution     | ending      | –      | alice bob carol at ending | –                           | ending      | triggered
need                        | resolution     | kept 2      | –      | carol at level 3          | –                           | level 3     | triggered
need                        | resolution     | kept ending | –      | alice bob carol at ending | –                           | ending      | triggered
within                      | nobody         | level 1     | refused: incident-resolved
within                      | alice          | kept 1      | refused: incident-resolved
within                      | resolution     | kept 1      | refused: incident-resolved
beyond                      | nobody         | at rest     | refused: incident-resolved
beyond, a newer one is open | nobody         | at rest     | refused: incident-resolved
`,
  reassign: `
need                        | cover          | ladder      | has it | paged           | told                        | ladder then | status
no need                     | nobody         | at rest     | –      | erin at level 1 | –                           | level 1     | triggered
no need                     | nobody         | level 2     | –      | erin at level 2 | –                           | level 2     | triggered
no need                     | nobody         | ending      | –      | erin at ending  | –                           | ending      | triggered
no need                     | dana           | at rest     | –      | erin at level 1 | –                           | level 1     | triggered
no need                     | dana           | level 2     | –      | erin at level 2 | –                           | level 2     | triggered
no need                     | dana           | ending      | –      | erin at ending  | –                           | ending      | triggered
no need                     | dana           | kept 2      | –      | erin at level 2 | –                           | level 2     | triggered
no need                     | dana           | kept ending | –      | erin at ending  | –                           | ending      | triggered
no need                     | alice          | at rest     | –      | erin at level 1 | alice: reassigned           | level 1     | triggered
no need                     | alice          | level 2     | –      | erin at level 2 | alice: reassigned           | level 2     | triggered
no need                     | alice          | ending      | –      | erin at ending  | alice: reassigned           | ending      | triggered
no need                     | alice          | kept 2      | –      | erin at level 2 | alice: reassigned           | level 2     | triggered
no need                     | alice          | kept ending | –      | erin at ending  | alice: reassigned           | ending      | triggered
no need                     | alice's snooze | at rest     | –      | erin at level 1 | alice: reassigned           | level 1     | triggered
no need                     | alice's snooze | kept 2      | –      | erin at level 2 | alice: reassigned           | level 2     | triggered
no need                     | alice's snooze | kept ending | –      | erin at ending  | alice: reassigned           | ending      | triggered
no need                     | resolution     | at rest     | –      | erin at level 1 | –                           | level 1     | triggered
no need                     | resolution     | level 2     | –      | erin at level 2 | –                           | level 2     | triggered
no need                     | resolution     | ending      | –      | erin at ending  | –                           | ending      | triggered
no need                     | resolution     | kept 2      | –      | erin at level 2 | –                           | level 2     | triggered
no need                     | resolution     | kept ending | –      | erin at ending  | –                           | ending      | triggered
need                        | nobody         | at rest     | –      | erin at level 1 | –                           | level 1     | triggered
need                        | nobody         | level 2     | –      | erin at level 2 | –                           | level 2     | triggered
need                        | nobody         | ending      | –      | erin at ending  | –                           | ending      | triggered
need                        | dana           | at rest     | –      | erin at level 1 | –                           | level 1     | triggered
need                        | dana           | level 2     | –      | erin at level 2 | –                           | level 2     | triggered
need                        | dana           | ending      | –      | erin at ending  | –                           | ending      | triggered
need                        | dana           | kept 2      | –      | erin at level 2 | –                           | level 2     | triggered
need                        | dana           | kept ending | –      | erin at ending  | –                           | ending      | triggered
need                        | alice          | at rest     | –      | erin at level 1 | alice: reassigned           | level 1     | triggered
need                        | alice          | level 2     | –      | erin at level 2 | alice: reassigned           | level 2     | triggered
need                        | alice          | ending      | –      | erin at ending  | alice: reassigned           | ending      | triggered
need                        | alice          | kept 2      | –      | erin at level 2 | alice: reassigned           | level 2     | triggered
need                        | alice          | kept ending | –      | erin at ending  | alice: reassigned           | ending      | triggered
need                        | resolution     | at rest     | –      | erin at level 1 | –                           | level 1     | triggered
need                        | resolution     | level 2     | –      | erin at level 2 | –                           | level 2     | triggered
need                        | resolution     | ending      | –      | erin at ending  | –                           | ending      | triggered
need                        | resolution     | kept 2      | –      | erin at level 2 | –                           | level 2     | triggered
need                        | resolution     | kept ending | –      | erin at ending  | –                           | ending      | triggered
within                      | nobody         | level 1     | refused: incident-resolved
within                      | alice          | kept 1      | refused: incident-resolved
within                      | resolution     | kept 1      | refused: incident-resolved
beyond                      | nobody         | at rest     | refused: incident-resolved
beyond, a newer one is open | nobody         | at rest     | refused: incident-resolved
`,
  resolve: `
need                        | cover          | ladder      | has it | paged | told                          | ladder then | status
no need                     | nobody         | at rest     | –      | –     | ops: resolved                 | at rest     | resolved
no need                     | nobody         | level 2     | –      | –     | ops alice bob: resolved       | kept 2      | resolved
no need                     | nobody         | ending      | –      | –     | ops alice bob carol: resolved | kept ending | resolved
no need                     | dana           | at rest     | –      | –     | ops: resolved                 | at rest     | resolved
no need                     | dana           | level 2     | –      | –     | ops alice bob: resolved       | kept 2      | resolved
no need                     | dana           | ending      | –      | –     | ops alice bob carol: resolved | kept ending | resolved
no need                     | dana           | kept 2      | –      | –     | ops alice bob: resolved       | kept 2      | resolved
no need                     | dana           | kept ending | –      | –     | ops alice bob carol: resolved | kept ending | resolved
no need                     | alice          | at rest     | –      | –     | ops: resolved                 | at rest     | resolved
no need                     | alice          | level 2     | –      | –     | ops alice bob: resolved       | kept 2      | resolved
no need                     | alice          | ending      | –      | –     | ops alice bob carol: resolved | kept ending | resolved
no need                     | alice          | kept 2      | –      | –     | ops alice bob: resolved       | kept 2      | resolved
no need                     | alice          | kept ending | –      | –     | ops alice bob carol: resolved | kept ending | resolved
no need                     | alice's snooze | at rest     | –      | –     | ops: resolved                 | at rest     | resolved
no need                     | alice's snooze | kept 2      | –      | –     | ops alice bob: resolved       | kept 2      | resolved
no need                     | alice's snooze | kept ending | –      | –     | ops alice bob carol: resolved | kept ending | resolved
no need                     | resolution     | at rest     | –      | –     | ops: resolved                 | at rest     | resolved
no need                     | resolution     | level 2     | –      | –     | ops alice bob: resolved       | kept 2      | resolved
no need                     | resolution     | ending      | –      | –     | ops alice bob carol: resolved | kept ending | resolved
no need                     | resolution     | kept 2      | –      | –     | ops alice bob: resolved       | kept 2      | resolved
no need                     | resolution     | kept ending | –      | –     | ops alice bob carol: resolved | kept ending | resolved
need                        | nobody         | at rest     | –      | –     | –                             | at rest     | resolved
need                        | nobody         | level 2     | –      | –     | ops alice bob: resolved       | kept 2      | resolved
need                        | nobody         | ending      | –      | –     | ops alice bob carol: resolved | kept ending | resolved
need                        | dana           | at rest     | –      | –     | ops: resolved                 | at rest     | resolved
need                        | dana           | level 2     | –      | –     | ops alice bob: resolved       | kept 2      | resolved
need                        | dana           | ending      | –      | –     | ops alice bob carol: resolved | kept ending | resolved
need                        | dana           | kept 2      | –      | –     | ops alice bob: resolved       | kept 2      | resolved
need                        | dana           | kept ending | –      | –     | ops alice bob carol: resolved | kept ending | resolved
need                        | alice          | at rest     | –      | –     | ops: resolved                 | at rest     | resolved
need                        | alice          | level 2     | –      | –     | ops alice bob: resolved       | kept 2      | resolved
need                        | alice          | ending      | –      | –     | ops alice bob carol: resolved | kept ending | resolved
need                        | alice          | kept 2      | –      | –     | ops alice bob: resolved       | kept 2      | resolved
need                        | alice          | kept ending | –      | –     | ops alice bob carol: resolved | kept ending | resolved
need                        | resolution     | at rest     | –      | –     | –                             | at rest     | resolved
need                        | resolution     | level 2     | –      | –     | ops alice bob: resolved       | kept 2      | resolved
need                        | resolution     | ending      | –      | –     | ops alice bob carol: resolved | kept ending | resolved
need                        | resolution     | kept 2      | –      | –     | –                             | kept 2      | resolved
need                        | resolution     | kept ending | –      | –     | –                             | kept ending | resolved
within                      | nobody         | level 1     | –      | –     | –                             | level 1     | resolved
within                      | alice          | kept 1      | –      | –     | –                             | kept 1      | resolved
within                      | resolution     | kept 1      | –      | –     | –                             | kept 1      | resolved
beyond                      | nobody         | at rest     | –      | –     | –                             | at rest     | resolved
beyond, a newer one is open | nobody         | at rest     | –      | –     | –                             | at rest     | resolved
`,
  reopen: `
need                        | cover          | ladder      | has it   | paged            | told          | ladder then | status
no need                     | nobody         | at rest     | –        | –                | –             | at rest     | triggered
no need                     | nobody         | level 2     | –        | –                | –             | level 2     | triggered
no need                     | nobody         | ending      | –        | –                | –             | ending      | triggered
no need                     | dana           | at rest     | dana 29  | –                | –             | at rest     | acknowledged
no need                     | dana           | level 2     | dana 25  | –                | –             | level 2     | acknowledged
no need                     | dana           | ending      | dana 21  | –                | –             | ending      | acknowledged
no need                     | dana           | kept 2      | dana 29  | –                | –             | kept 2      | acknowledged
no need                     | dana           | kept ending | dana 29  | –                | –             | kept ending | acknowledged
no need                     | alice          | at rest     | alice 29 | –                | –             | at rest     | acknowledged
no need                     | alice          | level 2     | alice 25 | –                | –             | level 2     | acknowledged
no need                     | alice          | ending      | alice 21 | –                | –             | ending      | acknowledged
no need                     | alice          | kept 2      | alice 29 | –                | –             | kept 2      | acknowledged
no need                     | alice          | kept ending | alice 29 | –                | –             | kept ending | acknowledged
no need                     | alice's snooze | at rest     | alice 59 | –                | –             | at rest     | acknowledged
no need                     | alice's snooze | kept 2      | alice 59 | –                | –             | kept 2      | acknowledged
no need                     | alice's snooze | kept ending | alice 59 | –                | –             | kept ending | acknowledged
no need                     | resolution     | at rest     | –        | –                | –             | at rest     | triggered
no need                     | resolution     | level 2     | –        | –                | –             | level 2     | triggered
no need                     | resolution     | ending      | –        | –                | –             | ending      | triggered
no need                     | resolution     | kept 2      | –        | –                | –             | kept 2      | triggered
no need                     | resolution     | kept ending | –        | –                | –             | kept ending | triggered
need                        | nobody         | at rest     | –        | –                | –             | at rest     | triggered
need                        | nobody         | level 2     | –        | –                | –             | level 2     | triggered
need                        | nobody         | ending      | –        | –                | –             | ending      | triggered
need                        | dana           | at rest     | dana 29  | –                | –             | at rest     | triggered
need                        | dana           | level 2     | dana 26  | –                | –             | level 2     | triggered
need                        | dana           | ending      | dana 22  | –                | –             | ending      | triggered
need                        | dana           | kept 2      | dana 29  | –                | –             | kept 2      | triggered
need                        | dana           | kept ending | dana 29  | –                | –             | kept ending | triggered
need                        | alice          | at rest     | alice 29 | –                | –             | at rest     | triggered
need                        | alice          | level 2     | alice 26 | –                | –             | level 2     | triggered
need                        | alice          | ending      | alice 22 | –                | –             | ending      | triggered
need                        | alice          | kept 2      | alice 29 | –                | –             | kept 2      | triggered
need                        | alice          | kept ending | alice 29 | –                | –             | kept ending | triggered
need                        | resolution     | at rest     | –        | –                | –             | at rest     | triggered
need                        | resolution     | level 2     | –        | –                | –             | level 2     | triggered
need                        | resolution     | ending      | –        | –                | –             | ending      | triggered
need                        | resolution     | kept 2      | –        | –                | –             | kept 2      | triggered
need                        | resolution     | kept ending | –        | –                | –             | kept ending | triggered
within                      | nobody         | level 1     | –        | alice at level 1 | ops: reopened | level 1     | triggered
within                      | alice          | kept 1      | –        | alice at level 1 | ops: reopened | level 1     | triggered
within                      | resolution     | kept 1      | –        | alice at level 1 | ops: reopened | level 1     | triggered
beyond                      | nobody         | at rest     | –        | alice at level 1 | ops: reopened | at rest     | triggered
beyond, a newer one is open | nobody         | at rest     | refused: group-has-open-incident
`,
  note: `
need                        | cover          | ladder      | has it   | paged | told | ladder then | status
no need                     | nobody         | at rest     | –        | –     | –    | at rest     | triggered
no need                     | nobody         | level 2     | –        | –     | –    | level 2     | triggered
no need                     | nobody         | ending      | –        | –     | –    | ending      | triggered
no need                     | dana           | at rest     | dana 30  | –     | –    | at rest     | acknowledged
no need                     | dana           | level 2     | dana 30  | –     | –    | level 2     | acknowledged
no need                     | dana           | ending      | dana 30  | –     | –    | ending      | acknowledged
no need                     | dana           | kept 2      | dana 30  | –     | –    | kept 2      | acknowledged
no need                     | dana           | kept ending | dana 30  | –     | –    | kept ending | acknowledged
no need                     | alice          | at rest     | alice 29 | –     | –    | at rest     | acknowledged
no need                     | alice          | level 2     | alice 25 | –     | –    | level 2     | acknowledged
no need                     | alice          | ending      | alice 21 | –     | –    | ending      | acknowledged
no need                     | alice          | kept 2      | alice 29 | –     | –    | kept 2      | acknowledged
no need                     | alice          | kept ending | alice 29 | –     | –    | kept ending | acknowledged
no need                     | alice's snooze | at rest     | alice 59 | –     | –    | at rest     | acknowledged
no need                     | alice's snooze | kept 2      | alice 59 | –     | –    | kept 2      | acknowledged
no need                     | alice's snooze | kept ending | alice 59 | –     | –    | kept ending | acknowledged
no need                     | resolution     | at rest     | –        | –     | –    | at rest     | triggered
no need                     | resolution     | level 2     | –        | –     | –    | level 2     | triggered
no need                     | resolution     | ending      | –        | –     | –    | ending      | triggered
no need                     | resolution     | kept 2      | –        | –     | –    | kept 2      | triggered
no need                     | resolution     | kept ending | –        | –     | –    | kept ending | triggered
need                        | nobody         | at rest     | –        | –     | –    | at rest     | triggered
need                        | nobody         | level 2     | –        | –     | –    | level 2     | triggered
need                        | nobody         | ending      | –        | –     | –    | ending      | triggered
need                        | dana           | at rest     | dana 30  | –     | –    | at rest     | triggered
need                        | dana           | level 2     | dana 30  | –     | –    | level 2     | triggered
need                        | dana           | ending      | dana 30  | –     | –    | ending      | triggered
need                        | dana           | kept 2      | dana 30  | –     | –    | kept 2      | triggered
need                        | dana           | kept ending | dana 30  | –     | –    | kept ending | triggered
need                        | alice          | at rest     | alice 29 | –     | –    | at rest     | triggered
need                        | alice          | level 2     | alice 26 | –     | –    | level 2     | triggered
need                        | alice          | ending      | alice 22 | –     | –    | ending      | triggered
need                        | alice          | kept 2      | alice 29 | –     | –    | kept 2      | triggered
need                        | alice          | kept ending | alice 29 | –     | –    | kept ending | triggered
need                        | resolution     | at rest     | –        | –     | –    | at rest     | triggered
need                        | resolution     | level 2     | –        | –     | –    | level 2     | triggered
need                        | resolution     | ending      | –        | –     | –    | ending      | triggered
need                        | resolution     | kept 2      | –        | –     | –    | kept 2      | triggered
need                        | resolution     | kept ending | –        | –     | –    | kept ending | triggered
within                      | nobody         | level 1     | –        | –     | –    | level 1     | resolved
within                      | alice          | kept 1      | –        | –     | –    | kept 1      | resolved
within                      | resolution     | kept 1      | –        | –     | –    | kept 1      | resolved
beyond                      | nobody         | at rest     | –        | –     | –    | at rest     | resolved
beyond, a newer one is open | nobody         | at rest     | –        | –     | –    | at rest     | resolved
`,
};

/** `need` while it is at rest or has kept a place: within the seconds in which the first page waits for its diagnosis. */
const NEEDS = ['no need', 'need'] as const;
/** The resolution is Alice's; another alarm has reopened the incident meanwhile. */
const COVERS = ['nobody', 'dana', 'alice', "alice's snooze", 'resolution'] as const;
const LADDERS = ['at rest', 'level 2', 'ending', 'kept 2', 'kept ending'] as const;

type Need = (typeof NEEDS)[number];
type Cover = (typeof COVERS)[number];
type Ladder = (typeof LADDERS)[number];

const whyImpossible = (need: Need, cover: Cover, ladder: Ladder): string | undefined => {
  if (cover === 'nobody' && ladder.startsWith('kept')) return 'what is kept is kept for the end of a cover';
  if (cover !== "alice's snooze") return undefined;
  if (need === 'need') return 'something critical that it does not hold ends a snooze at once';
  return ladder.startsWith('kept') || ladder === 'at rest' ? undefined : 'a snooze puts the ladder to rest';
};

const CIRCUMSTANCES: Circumstances = {
  policy: {
    levels: (['alice', 'bob', 'carol'] as const).map((name) => ({
      page: [`responder:${name}`],
      escalateAfterMs: 2 * MINUTE,
    })),
    repeat: 0,
  },
};

/** How it came to be so; the response comes at the minute that it returns. */
type History = (story: IncidentStory) => number;

/** What is critical fires from 0 on: level 2 is asked at 2, the ending at 6. */
const paged = (story: IncidentStory, until: number): IncidentStory =>
  story.take(latencyAlarm, diagnosed(0)).runUntil(until);

const warned = (story: IncidentStory): IncidentStory => story.take(trafficWarning, diagnosed(0), pagesSent(0));

/** The ladder of a warning, for which Bob has asked at 1: level 2 at 3, the ending at 7. */
const askedFor = (story: IncidentStory, until: number): IncidentStory =>
  warned(story).take(escalates('bob', 1)).runUntil(until);

const joins = (story: IncidentStory, name: string, at: number): IncidentStory =>
  story.take(fires(name, at), diagnosed(at), pagesSent(at));

const warns = (story: IncidentStory, at: number): IncidentStory =>
  story.take(fires('disk', at, { severity: 'warning' }), diagnosed(at), pagesSent(at));

/** Whatever is to be sent is sent. */
const rest = (story: IncidentStory, at: number): number => {
  story.take(pagesSent(at));
  return at;
};

/** An acknowledged warning does not cover what is critical. */
const underAcknowledgement = (by: string): Readonly<Record<Need, Readonly<Record<Ladder, History>>>> => {
  const acknowledged = (story: IncidentStory): IncidentStory => warned(story).take(acknowledges(by, 1), pagesSent(1));
  const worse = (story: IncidentStory, until: number): IncidentStory =>
    joins(acknowledged(story), 'latency', 2).runUntil(until);
  const kept = (story: IncidentStory, at: number): IncidentStory =>
    askedFor(story, at).take(acknowledges(by, at), pagesSent(at), fires('latency', at + 1));
  return {
    'no need': {
      'at rest': (story) => rest(acknowledged(story), 2),
      'level 2': (story) => rest(worse(story, 5).take(recovers('latency', 5)), 6),
      ending: (story) => rest(worse(story, 9).take(recovers('latency', 9)), 10),
      'kept 2': (story) => rest(paged(story, 3).take(acknowledges(by, 3), pagesSent(3)), 4),
      'kept ending': (story) => rest(paged(story, 7).take(acknowledges(by, 7), pagesSent(7)), 8),
    },
    need: {
      'at rest': (story) => rest(acknowledged(story).take(fires('latency', 2)), 2),
      'level 2': (story) => rest(worse(story, 5), 5),
      ending: (story) => rest(worse(story, 9), 9),
      'kept 2': (story) => rest(kept(story, 4), 5),
      'kept ending': (story) => rest(kept(story, 8), 9),
    },
  };
};

const underResolution: Readonly<Record<Need, Readonly<Record<Ladder, History>>>> = {
  'no need': {
    'at rest': (story) => rest(warns(warned(story).take(resolves('alice', 1), pagesSent(1)), 2), 3),
    'level 2': (story) => rest(resolvedAndWorse(story, 5).take(recovers('errors', 5)), 6),
    ending: (story) => rest(resolvedAndWorse(story, 9).take(recovers('errors', 9)), 10),
    'kept 2': (story) => rest(warns(paged(story, 3).take(resolves('alice', 3), pagesSent(3)), 4), 5),
    'kept ending': (story) => rest(warns(paged(story, 7).take(resolves('alice', 7), pagesSent(7)), 8), 9),
  },
  need: {
    'at rest': (story) => rest(warned(story).take(resolves('alice', 1), pagesSent(1), fires('latency', 2)), 2),
    'level 2': (story) => rest(resolvedAndWorse(story, 5), 5),
    ending: (story) => rest(resolvedAndWorse(story, 9), 9),
    'kept 2': (story) => rest(paged(story, 3).take(resolves('alice', 3), pagesSent(3), fires('errors', 4)), 4),
    'kept ending': (story) => rest(paged(story, 7).take(resolves('alice', 7), pagesSent(7), fires('errors', 8)), 8),
  },
};

const resolvedAndWorse = (story: IncidentStory, until: number): IncidentStory =>
  joins(paged(story, 0).take(resolves('alice', 1), pagesSent(1)), 'errors', 2).runUntil(until);

const HISTORIES: Readonly<Record<Cover, Readonly<Record<Need, Readonly<Partial<Record<Ladder, History>>>>>>> = {
  nobody: {
    'no need': {
      'at rest': (story) => rest(warned(story), 4),
      'level 2': (story) => rest(paged(story, 3).take(recovers('latency', 3)), 4),
      ending: (story) => rest(paged(story, 7).take(recovers('latency', 7)), 8),
    },
    need: {
      'at rest': (story) => rest(story.take(latencyAlarm), 0),
      'level 2': (story) => rest(paged(story, 3), 3),
      ending: (story) => rest(paged(story, 7), 7),
    },
  },
  dana: underAcknowledgement('dana'),
  alice: underAcknowledgement('alice'),
  "alice's snooze": {
    'no need': {
      'at rest': (story) => rest(warned(story).take(snoozes('alice', 60, 1), pagesSent(1)), 2),
      'kept 2': (story) => rest(paged(story, 3).take(snoozes('alice', 60, 3), pagesSent(3)), 4),
      'kept ending': (story) => rest(paged(story, 7).take(snoozes('alice', 60, 7), pagesSent(7)), 8),
    },
    need: {},
  },
  resolution: underResolution,
};

const recovered = (story: IncidentStory): IncidentStory =>
  paged(story, 1).take(recovers('latency', 1), ticks(6), pagesSent(6));

/** Of a resolved incident, by what its row says instead of whether there is need. */
const RESOLVED: Readonly<Record<string, History>> = {
  'within · nobody · level 1': (story) => rest(recovered(story), 7),
  'within · alice · kept 1': (story) =>
    rest(paged(story, 0).take(acknowledges('alice', 0.5), recovers('latency', 1), ticks(6), pagesSent(6)), 7),
  'within · resolution · kept 1': (story) => rest(paged(story, 1).take(resolves('alice', 1), pagesSent(1)), 2),
  'beyond · nobody · at rest': (story) => rest(recovered(story), 60),
  'beyond, a newer one is open · nobody · at rest': (story) => rest(recovered(story), 60),
};

const RESPONSES: Readonly<Record<string, (at: number) => IncidentCommand>> = {
  acknowledge: (at) => acknowledges('dana', at),
  snooze: (at) => snoozes('dana', 120, at),
  escalate: (at) => escalates('dana', at),
  reassign: (at) => reassigns('dana', 'erin', at),
  resolve: (at) => resolves('dana', at),
  reopen: (at) => reopens('dana', at),
  note: (at) => notes('dana', at),
};

const placeSaid = ({ level, isUnanswered }: Place): string =>
  isUnanswered === true ? 'ending' : `level ${String(level)}`;

const ladderOf = ({ ladder: { step, kept } }: Incident): string => {
  if (step !== undefined) return placeSaid(step);
  return kept === undefined ? 'at rest' : `kept ${placeSaid(kept).replace('level ', '')}`;
};

const coverOf = ({ owner, believed }: Incident): string => {
  if (owner !== undefined) return owner.kind === 'snooze' ? `${owner.by}'s snooze` : owner.by;
  return believed === undefined ? 'nobody' : 'resolution';
};

const needOf = (incident: Incident): string => {
  if (!isOpen(incident)) return 'resolved';
  return hasNeed(incident) ? 'need' : 'no need';
};

const minutesTo = (until: Instant, at: number): string => String((epochOf(until) - epochOf(minute(at))) / MINUTE);

const nameOf = (target: string): string => target.replace(/^\w+:/u, '');

const said = (groups: Map<string, readonly string[]>, join: (names: string, what: string) => string): string =>
  [...groups].map(([what, names]) => join(names.join(' '), what)).join(', ') || '–';

const pagesSaid = (events: readonly IncidentEvent[]): string => {
  const pages = events.filter((event) => event.type === 'PageRequested').filter((event) => event.kind === 'page');
  const groups = Map.groupBy(pages, placeSaid);
  return said(
    new Map([...groups].map(([place, all]) => [place, all.map(({ target }) => nameOf(target))])),
    (names, place) => `${names} at ${place}`,
  );
};

const toldSaid = (events: readonly IncidentEvent[]): string => {
  const told = events
    .filter((event) => event.type === 'PageRequested')
    .filter((event) => event.kind === 'notification');
  const groups = Map.groupBy(told, ({ about }) => about);
  return said(
    new Map([...groups].map(([about, all]) => [about, all.map(({ target }) => nameOf(target))])),
    (names, about) => `${names}: ${about}`,
  );
};

interface Outcome {
  readonly before: string;
  readonly after: readonly string[];
}

const outcomeOf = (
  response: string,
  { history, newer }: { readonly history: History; readonly newer: boolean },
): Outcome => {
  const story = new IncidentStory({ ...CIRCUMSTANCES, ...(newer ? { otherOpen: 'NEWER' } : {}) });
  const at = history(story);
  const command = RESPONSES[response]?.(at);
  const known = story.incident && atInstant(story.incident, minute(at));
  if (known === undefined || command === undefined) throw new Error(`no response ${response}`);
  const before = [needOf(known), coverOf(known), ladderOf(known)].join(' · ');
  const from = story.events.length;
  story.decide(command);
  const { refusal } = story;
  if (refusal !== undefined) return { before, after: [`refused: ${refusal}`] };
  const events = story.events.slice(from);
  const incident = atInstant(story.incident ?? known, minute(at));
  const { owner } = incident;
  const has = owner === undefined || !isOpen(incident) ? '–' : `${owner.by} ${minutesTo(owner.until, at)}`;
  return { before, after: [has, pagesSaid(events), toldSaid(events), ladderOf(incident), statusOf(incident)] };
};

const cellsOf = (line: string): readonly string[] => line.split('|').map((cell) => cell.trim());

const rowsOf = (table: string): readonly { readonly state: string; readonly cells: readonly string[] }[] =>
  table
    .trim()
    .split('\n')
    .slice(1)
    .map(cellsOf)
    .map(([need = '', cover = '', ladder = '', ...cells]) => ({ state: [need, cover, ladder].join(' · '), cells }));

const OPEN_STATES: ReadonlyMap<string, History> = new Map(
  NEEDS.flatMap((need) =>
    COVERS.flatMap((cover) =>
      LADDERS.flatMap((ladder) => {
        const history = HISTORIES[cover][need][ladder];
        return history === undefined ? [] : [[[need, cover, ladder].join(' · '), history] as const];
      }),
    ),
  ),
);

const STATES: ReadonlyMap<string, History> = new Map([...OPEN_STATES, ...Object.entries(RESOLVED)]);

describe('responses', () => {
  it('are all asked about in every state that can be', () => {
    const all = NEEDS.flatMap((need) =>
      COVERS.flatMap((cover) =>
        LADDERS.map((ladder) => ({ need, cover, ladder, state: [need, cover, ladder].join(' · ') })),
      ),
    );
    const possible = all.filter(({ need, cover, ladder }) => whyImpossible(need, cover, ladder) === undefined);
    expect([...OPEN_STATES.keys()]).toEqual(possible.map(({ state }) => state));
    expect(Object.keys(TABLES)).toEqual(Object.keys(RESPONSES));
    for (const table of Object.values(TABLES))
      expect(rowsOf(table).map(({ state }) => state)).toEqual([...STATES.keys()]);
  });

  it.each([...STATES])('%s comes to be so', (state, history) => {
    const resolved = state.replace(/^(within|beyond)[^·]*/u, 'resolved ');
    expect(outcomeOf('note', { history, newer: false }).before).toBe(resolved);
  });

  describe.each(Object.entries(TABLES))('%s', (response, table) => {
    it.each(rowsOf(table))('$state', ({ state, cells }) => {
      const history = STATES.get(state);
      if (history === undefined) throw new Error(`no state ${state}`);
      expect(outcomeOf(response, { history, newer: state.includes('newer') }).after).toEqual(cells);
    });
  });

  it.each<readonly [string, History]>([
    [
      'a resolution',
      (story) => rest(paged(story, 3).take(resolves('alice', 3), recovers('latency', 4)).runUntil(39), 39),
    ],
    [
      'an acknowledgement that outlives a recovery',
      (story) => rest(paged(story, 3).take(acknowledges('bob', 3), recovers('latency', 4)).runUntil(39), 39),
    ],
    [
      'a snooze that outlives a recovery',
      (story) =>
        rest(
          paged(story, 3)
            .take(snoozes('bob', 30, 3), recovers('latency', 4))
            .runUntil(39),
          39,
        ),
    ],
  ])('forget the kept level once nothing counts at the end of %s', (_cover, history) => {
    const warnedAgain: History = (story) => {
      const at = history(story);
      return rest(warns(story, at), at + 1);
    };
    const { before, after } = outcomeOf('escalate', { history: warnedAgain, newer: false });
    expect(before).toBe('no need · nobody · at rest');
    expect(after[1]).toBe('alice at level 1');
  });

  it.each([
    ['acknowledge', ''],
    ['snooze', ''],
    ['escalate', 'bob'],
    ['reassign', 'erin'],
    ['resolve', ''],
    ['reopen', 'alice'],
    ['note', 'alice'],
  ])('%s leaves of the unsent page and its own: %s', (response, left) => {
    const story = new IncidentStory(CIRCUMSTANCES).take(latencyAlarm, diagnosed(0));
    const command = RESPONSES[response]?.(1);
    if (command !== undefined) story.decide(command);
    const unsent = (story.incident?.requested ?? []).filter(({ kind }) => kind === 'page');
    expect(unsent.map(({ target }) => nameOf(target)).join(' ')).toBe(left);
  });
});
