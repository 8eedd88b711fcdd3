import type { Target } from '../../core/configuration.ts';

/** Environment: what every topic ARN begins with, such as `arn:aws:sns:eu-west-1:111122223333:Tocsin-`. */
export const TOPIC_ARN_PREFIX = 'TOPIC_ARN_PREFIX';

/** How the topic of a target ends, after the prefix: `responder-alice`, `channel-ops`. */
export const topicSuffix = (target: Target): string => target.replace(':', '-');
