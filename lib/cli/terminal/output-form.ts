import { UsageError } from './command-error.ts';

/** How a command prints: for people where it is neither. */
export interface OutputForm {
  readonly json?: true;
  readonly csv?: true;
}

/** @throws UsageError both are asked for. */
export const checkForm = ({ json, csv }: OutputForm): void => {
  if (json === true && csv === true) throw new UsageError('--json, --csv: say one of them');
};
