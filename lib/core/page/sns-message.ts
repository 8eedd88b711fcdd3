import type { Message } from './page-facts.ts';

/**
 * The `Message` of an SNS Publish with `MessageStructure: json`: one body a protocol, `default` for those without one.
 * `https` carries the chat document, because Amazon Q Developer subscribes to a topic by HTTPS.
 * With the message's subject far below 256 KiB: https://docs.aws.amazon.com/sns/latest/api/API_Publish.html
 */
export const snsMessage = ({ text, sms, chat }: Message): string =>
  JSON.stringify({ default: text, email: text, sms, https: chat });
