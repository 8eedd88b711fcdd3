/** Whose alarms a bare name means. */
export interface AlarmLocation {
  readonly account: string;
  readonly region: string;
}

/** The alarm's name where an ARN is given (all behind `:alarm:`), else the text itself. */
export const alarmNameOf = (nameOrArn: string): string =>
  /^arn:[^:]+:cloudwatch:[^:]*:[^:]*:alarm:(.+)$/su.exec(nameOrArn)?.[1] ?? nameOrArn;

export const partitionOf = (region: string): string => {
  if (region.startsWith('cn-')) return 'aws-cn';
  return region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
};

/** The ARN of an alarm; where account and Region are not known, what is known: the text itself. */
export const alarmArnOf = (nameOrArn: string, location: AlarmLocation | undefined): string => {
  if (location === undefined || alarmNameOf(nameOrArn) !== nameOrArn) return nameOrArn;
  const { account, region } = location;
  return `arn:${partitionOf(region)}:cloudwatch:${region}:${account}:alarm:${nameOrArn}`;
};
