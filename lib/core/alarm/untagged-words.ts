import type { WhyUntagged } from './definition.ts';

const BECAUSE: Readonly<Record<WhyUntagged, string>> = {
  denied: 'Tocsin may not read them',
  throttled: 'CloudWatch was asked too much',
  unanswered: 'CloudWatch did not say them in time',
  'unknown-alarm': 'CloudWatch knows no such alarm in this account and Region',
};

/** `routed without its tags: CloudWatch did not say them in time`; undefined: its tags took part. */
export const untaggedSaid = ({ untagged }: { readonly untagged?: WhyUntagged | undefined }): string | undefined =>
  untagged === undefined ? undefined : `routed without its tags: ${BECAUSE[untagged]}`;
