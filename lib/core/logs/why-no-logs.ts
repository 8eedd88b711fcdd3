/**
 * Not allowed; too many queries at once; no such log group; the query itself is refused; somebody stopped it; it failed; it
 * took too long; or anything else that kept an answer away.
 */
export type WhyNoLogs = 'denied' | 'throttled' | 'gone' | 'malformed' | 'cancelled' | 'failed' | 'late' | 'unanswered';

const WORDS: Readonly<Record<WhyNoLogs, (logGroup: string) => string>> = {
  denied: (logGroup) => `denied: no permission to query ${logGroup} (logs:StartQuery)`,
  throttled: () => 'throttled: too many queries of this account at once',
  gone: (logGroup) => `there is no log group ${logGroup}`,
  malformed: () => 'CloudWatch Logs refused the query',
  cancelled: () => 'somebody stopped the query',
  failed: () => 'the query failed in CloudWatch Logs',
  late: () => 'the query took too long and was stopped',
  unanswered: () => 'CloudWatch Logs did not answer',
};

export const noLogsInWords = (why: WhyNoLogs, logGroup: string): string => WORDS[why](logGroup);
