import { expected } from './expected.ts';
import { nearest } from './nearest.ts';

const kindIn = (input: unknown): unknown =>
  typeof input === 'object' && input !== null && Object.hasOwn(input, 'kind') ? (input as { kind: unknown }).kind : undefined;

/** What to say of a workload that is none of these kinds. */
export const nearestKind =
  (kinds: readonly string[]) =>
  ({ code, input }: { readonly code?: string; readonly input?: unknown }): string => {
    const all = kinds.join(', ');
    if (code !== 'invalid_union') return expected(`a mapping with a kind (${all})`, input);
    const kind = kindIn(input);
    const near = typeof kind === 'string' ? nearest(kind, kinds) : undefined;
    return near === undefined
      ? expected(`one of ${all}`, kind)
      : `${expected('a kind of workload', kind)}: did you mean ${JSON.stringify(near)}?`;
  };
