import { recordedDiagnoser } from '../adapters/recording/recorded-diagnoser.ts';
import { recordedLogHistory } from '../adapters/recording/recorded-log-history.ts';
import { beginOf, type RecordedResponse, type Recording, seriesOf, spanOf } from '../adapters/recording/recording.ts';
import { alarmStateChangeEvent } from '../core/cloudwatch/alarm-event.ts';
import type { CompositeTransition } from '../core/cloudwatch/composite/composite-history.ts';
import { type AlarmDefinition, isComposite } from '../core/alarm/definition.ts';
import type { AlarmTransition } from '../core/cloudwatch/evaluation/alarm-transitions.ts';
import { metricsOf } from '../core/cloudwatch/evaluation/signal.ts';
import type { Span } from '../core/series/period-grid.ts';
import { alarmsOf } from '../core/service/service-alarms.ts';
import { canonicalJson } from '../core/canonical-json.ts';
import type { Configuration, Service } from '../core/configuration.ts';
import { sha256Hex } from '../core/hash.ts';
import { DAY, epochOf, type Instant, instantOf, latest, spokenDuration } from '../core/time.ts';
import { receive } from '../pipeline/receive.ts';
import type { InMemoryIncidents } from '../adapters/memory/in-memory-incidents.ts';
import { enumerated } from '../core/words.ts';
import { foretelling } from './foretelling.ts';
import { evaluateAlarms, LONGEST_MS } from './evaluate-alarms.ts';
import { ReplayError } from './replay-error.ts';
import { Responding } from './responding.ts';
import { simulation, type Simulation } from './simulation.ts';
import { ORDER } from './virtual-time.ts';

/** What a replayed alarm's events say they come from. */
const REPLAYED_FROM = { account: '000000000000', region: 'us-east-1' } as const;

/** After the last recorded period, escalation and responses run on for at most so long. */
const RUN_ON_MS = DAY;

export interface ReplayInput {
  readonly recording: Recording;
  readonly configuration: Configuration;
  /** Instead of the recording's own. */
  readonly responses?: readonly RecordedResponse[];
}

type Transition = AlarmTransition | CompositeTransition;

export type ReplayedAlarm = Transition & { readonly alarm: string };

/** What would have happened. */
export interface Replayed {
  readonly from: Instant;
  readonly to: Instant;
  readonly alarms: readonly ReplayedAlarm[];
  readonly incidents: InMemoryIncidents;
  /** For a person: alarms that could not be evaluated, responses that met no incident. */
  readonly remarks: readonly string[];
}

const serviceOf = ({ recording, configuration }: ReplayInput): Service => {
  const { services } = configuration;
  const service = Object.hasOwn(services, recording.service) ? services[recording.service] : undefined;
  if (service !== undefined) return service;
  const known = enumerated(Object.keys(services)) || 'none';
  throw new ReplayError(
    'recording',
    `the recording is of the service ${JSON.stringify(recording.service)}, which tocsin.yaml does not describe (it describes: ${known}): describe it under services, or name another file with --config`,
  );
};

const checkLength = ({ from, to }: Span): void => {
  const ms = epochOf(to) - epochOf(from);
  if (ms <= LONGEST_MS) return;
  throw new ReplayError(
    'recording',
    `the recording goes from ${from} to ${to}, ${spokenDuration(ms)}: at most ${spokenDuration(LONGEST_MS)} can be replayed; is a timestamp mistyped?`,
  );
};

/** From the first value that an alarm can look at, whatever history of longer periods is beside it, to the end of the last. */
const replayedSpan = (recording: Recording, definitions: readonly AlarmDefinition[]): Span => {
  const recorded = spanOf(recording);
  if (recorded === undefined) throw new ReplayError('recording', 'the recording has no points: every series is empty');
  const watched = definitions.flatMap((alarm) => (isComposite(alarm) ? [] : metricsOf(alarm.signal)));
  return { ...recorded, from: beginOf(recording, watched) ?? recorded.from };
};

interface Evaluated {
  readonly definition: AlarmDefinition;
  readonly transitions: readonly Transition[];
}

/** Every alarm of the service over the recording; what could not be told, or is not CloudWatch's own, is remarked. */
const evaluated = (
  { recording, configuration }: ReplayInput,
  [definitions, span]: readonly [readonly AlarmDefinition[], Span],
  remarks: string[],
): readonly Evaluated[] => {
  const series = seriesOf(recording);
  const histories = evaluateAlarms(definitions, {
    bind: foretelling({
      bind: () => series,
      services: configuration.services,
      memoryLimitPercent: recording.memoryLimitPercent,
      span,
    }),
    span: { ...span, location: REPLAYED_FROM },
    keep: (history) => history,
    // A recording rarely holds every metric of a service.
    unknownAlarms: 'without-data',
  });
  return definitions.flatMap((definition) => {
    const history = histories.get(definition.name);
    if (history === undefined) return [];
    if ('unsupported' in history) {
      remarks.push(`${definition.name} was not evaluated: ${history.unsupported}`);
      return [];
    }
    for (const one of history.approximations) remarks.push(`${definition.name}: ${one}`);
    return [{ definition, transitions: history.transitions }];
  });
};

const scheduleAlarms = ({ pipeline, time }: Simulation, alarms: readonly Evaluated[]): void => {
  for (const { definition, transitions } of alarms) {
    transitions.forEach((transition, index) => {
      const body = alarmStateChangeEvent({
        definition,
        transition,
        previous: transitions[index - 1],
        ...REPLAYED_FROM,
      });
      time.at(epochOf(transition.at), ORDER.alarm, async () => {
        const { failed } = await receive(pipeline, [{ messageId: body.id, body }]);
        for (const { error } of failed) throw error;
      });
    });
  }
};

/** Says which replay this is: the same recording, responses and configuration give the same incidents. */
const markOf = ({ recording, configuration }: ReplayInput, responses: readonly RecordedResponse[]): string =>
  sha256Hex(canonicalJson([recording, responses, configuration.hash])).slice(0, 16);

/**
 * Runs a recording through the pipeline on a virtual clock.
 *
 * @throws ReplayError the recording and the configuration do not belong together.
 */
export const replay = async (input: ReplayInput): Promise<Replayed> => {
  const { recording, configuration } = input;
  const remarks: string[] = [];
  const definitions = alarmsOf(recording.service, serviceOf(input), configuration.environment);
  const span = replayedSpan(recording, definitions);
  checkLength(span);
  const responses = input.responses ?? recording.responses;
  const alarms = evaluated(input, [definitions, span], remarks);
  let lastAt = span.to;
  const responding = new Responding(responses, configuration);
  const world = simulation({
    configuration,
    startMs: epochOf(span.from),
    mark: markOf(input, responses),
    pager: { publish: () => Promise.resolve() },
    diagnoser: recordedDiagnoser(recording, configuration),
    logs: recording.logs.length === 0 ? undefined : recordedLogHistory(recording),
    onSetAside: (_message, reason) => remarks.push(`an alarm event was set aside: ${reason}`),
    onAppend: (append) => {
      lastAt = latest(lastAt, world.time.now());
      responding.watch(append);
    },
  });
  scheduleAlarms(world, alarms);
  responding.begin(world);
  const endMs = epochOf(span.to);
  const isOver = await world.time.run(endMs + RUN_ON_MS);
  return {
    from: span.from,
    to: isOver ? lastAt : instantOf(endMs + RUN_ON_MS),
    alarms: alarms
      .flatMap(({ definition, transitions }) => transitions.map((one) => ({ alarm: definition.name, ...one })))
      .sort((one, other) => epochOf(one.at) - epochOf(other.at)),
    incidents: world.incidents,
    remarks: [...remarks, ...responding.remarks, ...responding.unmet],
  };
};
