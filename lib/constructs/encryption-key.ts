import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';

export interface EncryptionKeyProps {
  readonly description: string;
}

const USE = ['kms:Decrypt', 'kms:GenerateDataKey*'];

/**
 * A customer-managed key that AWS services may use to write into what it encrypts: the keys that AWS manages cannot let
 * CloudWatch or EventBridge in. https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
 */
export class EncryptionKey extends Construct {
  readonly key: Key;

  constructor(scope: Construct, id: string, { description }: EncryptionKeyProps) {
    super(scope, id);
    const removalPolicy = RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE;
    this.key = new Key(this, 'Key', { description, enableKeyRotation: true, removalPolicy });
    const ownAccount = { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } };
    this.letIn('cloudwatch.amazonaws.com', ownAccount);
    this.letIn('sns.amazonaws.com', ownAccount);
    // EventBridge sends no source account with its use of a key: with a condition it would be locked out.
    this.letIn('events.amazonaws.com', {});
  }

  private letIn(service: string, conditions: Record<string, Record<string, string>>): void {
    const principals = [new ServicePrincipal(service)];
    this.key.addToResourcePolicy(new PolicyStatement({ principals, actions: USE, resources: ['*'], conditions }));
  }
}
