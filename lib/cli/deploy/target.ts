import { UsageError } from '../terminal/command-error.ts';

export interface TargetOptions {
  readonly stack?: string;
  readonly local?: string | true;
}

const NO_LOCAL =
  '--local: a folder holds no deploys, because nothing in it looks for causes: put them into a recording (deploys in ' +
  'schema/recording.schema.json), which replay and diagnose read; --stack <name> is a deployed stack';

/** The stack that is meant. @throws UsageError it is not said, or cannot be. */
export const stackOf = ({ stack, local }: TargetOptions): string => {
  if (local !== undefined) throw new UsageError(NO_LOCAL);
  if (stack !== undefined && stack !== '') return stack;
  throw new UsageError(
    'say which deploys: --stack <name> (a deployed stack), with your AWS credentials; --local [dir] (a folder) holds none',
  );
};
