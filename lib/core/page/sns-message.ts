import type { Message } from './page-facts.ts';

/**
 * The `Message` of an SNS Publish with `MessageStructure: json`: one body a protocol, `default` for those without one.
 * `https` is in the form that whoever subscribes to this topic reads.
 * With the message's subject far below 256 KiB: https://docs.aws.amazon.com/sns/latest/api/API_Publish.html
 */
export const snsMessage = ({ text, sms, https }: Message): string =>
  JSON.stringify({ default: text, email: text, sms, https });
