/** `arn:aws:sts::111122223333:assumed-role/Admin/alice`: its kind, and what comes after that. */
const SIGNER = /^arn:[^:]*:(?:iam|sts)::\d*:([\w-]+)\/(.+)$/u;

const LONGEST = 128;

/**
 * Who signed a request, as people call them: `Admin/alice` of a role's session, `user/alice` of a user. No responder is
 * called so: a signature says nothing of who responds.
 */
export const signerName = (arn: string): string => {
  const [, kind, name] = SIGNER.exec(arn) ?? [];
  if (kind === undefined || name === undefined) return 'an AWS account';
  return (kind === 'assumed-role' && name.includes('/') ? name : `${kind}/${name}`).slice(0, LONGEST);
};
