/**
 * How SNS signs what it posts to subscribers by HTTPS: with SHA-256, where it takes SHA-1 unless asked. Topics that stand
 * take it without being replaced. https://docs.aws.amazon.com/sns/latest/dg/sns-verify-signature-of-message.html
 */
export const SIGNED = { signatureVersion: '2' } as const;
