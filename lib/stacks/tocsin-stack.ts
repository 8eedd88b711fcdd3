import { Stack } from 'aws-cdk-lib';
import type { StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { composePager, type PagerProps } from './compose-pager.ts';

export interface TocsinStackProps extends StackProps, PagerProps {}

/** What one deploy puts into the account: a pager, and nothing else. */
export class TocsinStack extends Stack {
  constructor(scope: Construct, id: string, { configuration, runbookBase, serviceAlarms, ...props }: TocsinStackProps) {
    super(scope, id, { description: 'Tocsin: pages the people on call when a CloudWatch alarm fires', ...props });
    composePager(this, { configuration, runbookBase, serviceAlarms });
  }
}
