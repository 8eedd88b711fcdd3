import type { AwsEmulator } from '../support/aws-emulator.ts';

/** The emulator asks for the service that a call is signed for, not for a signature. */
const signedFor = (service: string): Record<string, string> => ({
  authorization: `AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/${service}/aws4_request, SignedHeaders=host, Signature=0`,
});

const answerOf = async (response: Response): Promise<string> => {
  const text = await response.text();
  if (!response.ok) throw new Error(`${String(response.status)}: ${text}`);
  return text;
};

/** Calls of services whose SDK the project does not need; they reject with what the service said. */
export interface RawCalls {
  cloudFormation(action: string, parameters: Readonly<Record<string, string>>): Promise<string>;
  kms(operation: string, input: object): Promise<unknown>;
  /** A GET. */
  scheduler(path: string): Promise<unknown>;
}

export const rawCalls = ({ endpoint }: AwsEmulator): RawCalls => ({
  cloudFormation: async (Action, parameters) => {
    const body = new URLSearchParams({ Action, Version: '2010-05-15', ...parameters });
    return answerOf(await fetch(endpoint, { method: 'POST', headers: signedFor('cloudformation'), body }));
  },
  kms: async (operation, input) => {
    const json = { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': `TrentService.${operation}` };
    const init = { method: 'POST', headers: { ...signedFor('kms'), ...json }, body: JSON.stringify(input) };
    return JSON.parse(await answerOf(await fetch(endpoint, init))) as unknown;
  },
  scheduler: async (path) =>
    JSON.parse(await answerOf(await fetch(`${endpoint}${path}`, { headers: signedFor('scheduler') }))) as unknown,
});
