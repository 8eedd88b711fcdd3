import { expected } from './expected.ts';
import { suggestion } from './nearest.ts';

const kindIn = (input: unknown): unknown =>
  typeof input === 'object' && input !== null && Object.hasOwn(input, 'kind') ? (input as { kind: unknown }).kind : undefined;

/** What to say of a workload that is none of these kinds. */
export const nearestKind =
  (kinds: readonly string[]) =>
  ({ code, input }: { readonly code?: string; readonly input?: unknown }): string => {
    const all = kinds.join(', ');
    if (code !== 'invalid_union') return expected(`a mapping with a kind (${all})`, input);
    const kind = kindIn(input);
    const advice = typeof kind === 'string' ? suggestion(kind, kinds) : '';
    return advice.startsWith(': did') ? `${expected('a kind of workload', kind)}${advice}` : expected(`one of ${all}`, kind);
  };
