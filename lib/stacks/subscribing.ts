import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Channel, Configuration, Target } from '../core/configuration.ts';

/** What to paste, and where it leads. */
export interface Subscription {
  readonly value: string;
  readonly how: string;
}

/** The command for a topic, with what SNS needs to keep what it cannot deliver, whatever the protocol. */
export class SubscribeCommand {
  private readonly region: string;
  private readonly undelivered: IQueue;

  constructor(region: string, undelivered: IQueue) {
    this.region = region;
    this.undelivered = undelivered;
  }

  byEmail(topicArn: string): string {
    return this.of(topicArn, '--protocol email --notification-endpoint ADDRESS');
  }

  byHttps(topicArn: string): string {
    return this.of(topicArn, '--protocol https --notification-endpoint https://ADDRESS');
  }

  private of(topicArn: string, endpoint: string): string {
    const kept = `'{"RedrivePolicy":"{\\"deadLetterTargetArn\\":\\"${this.undelivered.queueArn}\\"}"}'`;
    return `aws sns subscribe --region ${this.region} --topic-arn ${topicArn} ${endpoint} --attributes ${kept}`;
  }
}

const kindOf = ({ channels }: Configuration, target: Target): Channel['kind'] =>
  (target.startsWith('channel:') ? channels[target.slice('channel:'.length)]?.kind : undefined) ?? 'email';

/** How a target is reached: a command, or for a chat, which Amazon Q Developer subscribes itself, the topic to give it. */
export const subscriptionOf = (
  target: Target,
  topicArn: string,
  { configuration, command }: { readonly configuration: Configuration; readonly command: SubscribeCommand },
): Subscription => {
  switch (kindOf(configuration, target)) {
    case 'chat':
      return {
        value: topicArn,
        how: `How ${target} is reached: no command, give this topic to its Slack or Teams channel in Amazon Q Developer in chat applications; docs/channels.md, step by step`,
      };
    case 'https':
      return {
        value: command.byHttps(topicArn),
        how: `How ${target} is reached: an https address whose receiver confirms, and verifies the signature of SNS; docs/channels.md`,
      };
    case 'email':
      return {
        value: command.byEmail(topicArn),
        how: `How ${target} is reached: an e-mail address, confirmed by its owner; docs/sms.md before protocol sms`,
      };
  }
};
