import { UsageError } from '../terminal/command-error.ts';

export interface TargetOptions {
  readonly stack?: string;
  readonly local?: string | true;
}

const NO_LOCAL =
  '--local: a folder holds no deploys, because nothing in it looks for causes: put them into a recording (deploys in ' +
  'schema/recording.schema.json), which replay and diagnose read; --stack <name> is a deployed stack';

/** The stack that is named; undefined: none. @throws UsageError a folder is. */
export const namedStack = ({ stack, local }: TargetOptions): string | undefined => {
  if (local !== undefined) throw new UsageError(NO_LOCAL);
  return stack === '' ? undefined : stack;
};

/** @throws UsageError it is not said, or cannot be. */
export const stackOf = (options: TargetOptions): string => {
  const stack = namedStack(options);
  if (stack !== undefined) return stack;
  throw new UsageError(
    'say which deploys: --stack <name> (a deployed stack), with your AWS credentials; --local [dir] (a folder) holds none',
  );
};
