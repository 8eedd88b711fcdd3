/** Whose alarms a bare name means. */
export interface AlarmLocation {
  readonly account: string;
  readonly region: string;
}

/** The alarm's name where an ARN is given (all behind `:alarm:`), else the text itself. */
export const alarmNameOf = (nameOrArn: string): string =>
  /^arn:[^:]+:cloudwatch:[^:]*:[^:]*:alarm:(.+)$/su.exec(nameOrArn)?.[1] ?? nameOrArn;

/** By what the names of its Regions begin with: https://docs.aws.amazon.com/general/latest/gr/rande.html */
const PARTITIONS = [
  ['cn-', 'aws-cn'],
  ['us-gov-', 'aws-us-gov'],
  ['eusc-', 'aws-eusc'],
  ['us-isob-', 'aws-iso-b'],
  ['us-iso-', 'aws-iso'],
  ['eu-isoe-', 'aws-iso-e'],
  ['us-isof-', 'aws-iso-f'],
] as const;

export const partitionOf = (region: string): string =>
  PARTITIONS.find(([start]) => region.startsWith(start))?.[1] ?? 'aws';

/** The ARN of an alarm; where account and Region are not known, what is known: the text itself. */
export const alarmArnOf = (nameOrArn: string, location: AlarmLocation | undefined): string => {
  if (location === undefined || alarmNameOf(nameOrArn) !== nameOrArn) return nameOrArn;
  const { account, region } = location;
  return `arn:${partitionOf(region)}:cloudwatch:${region}:${account}:alarm:${nameOrArn}`;
};
