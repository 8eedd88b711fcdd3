import { expected } from './expected.ts';
import { suggestion } from './nearest.ts';

const KINDS = ['alb-ecs', 'lambda', 'ec2-asg', 'custom'];

const kindIn = (input: unknown): unknown =>
  typeof input === 'object' && input !== null && Object.hasOwn(input, 'kind') ? (input as { kind: unknown }).kind : undefined;

/** What to say of a workload that is none of the known kinds. */
export const nearestKind = ({ code, input }: { readonly code?: string; readonly input?: unknown }): string => {
  if (code !== 'invalid_union') return expected(`a mapping with a kind (${KINDS.join(', ')})`, input);
  const kind = kindIn(input);
  const advice = typeof kind === 'string' ? suggestion(kind, KINDS) : '';
  return advice.startsWith(': did') ? `${expected('a kind of workload', kind)}${advice}` : expected(`one of ${KINDS.join(', ')}`, kind);
};
