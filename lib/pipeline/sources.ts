import type { Missing, OpenIncident } from '../core/diagnosis/facts/situation.ts';
import type { DiagnosisAsked } from '../ports/diagnoser.ts';
import type { DeployLog } from '../ports/deploy-log.ts';
import type { MetricHistory } from '../ports/metric-history.ts';
import { UnreadError, type WhyUnread } from '../ports/unread.ts';

/** Open incidents of the services that one depends on. */
export type OpenIncidents = (
  of: Pick<DiagnosisAsked, 'service' | 'account' | 'region'>,
) => Promise<readonly OpenIncident[]>;

/** Whom one diagnosis asks, all at once. Each may fail alone, best with an `UnreadError`. */
export interface Sources {
  readonly metrics: Pick<MetricHistory, 'series'>;
  /** Undefined: nobody here keeps deploys. */
  readonly deploys?: Pick<DeployLog, 'words'> | undefined;
  /** Undefined: nobody here knows of other incidents. */
  readonly openIncidents?: OpenIncidents | undefined;
}

export interface SourcesHost {
  /** Those of one diagnosis. They end what they have under way when its time is over. */
  readonly sources: () => Sources | Promise<Sources>;
  /** Rejects what takes too long, which goes on unheard: what was read by then is used. */
  readonly within: <T>(work: Promise<T>) => Promise<T>;
  /** Told of what could not be read: a line for a log. */
  readonly report?: ((trouble: string, error: unknown) => void) | undefined;
}

const REASONS: Readonly<Record<WhyUnread, Missing['reason']>> = {
  denied: 'denied',
  throttled: 'throttled',
  // What was asked for is named in tocsin.yaml.
  malformed: 'not-configured',
  partial: 'partial',
  unanswered: 'timeout',
};

/** What is said of what could not be read. */
export const whyMissing = (error: unknown): Missing['reason'] =>
  REASONS[error instanceof UnreadError ? error.why : 'unanswered'];
