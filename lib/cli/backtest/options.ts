/** What `tocsin backtest` takes, as it was given. */
export interface BacktestOptions {
  readonly alarms?: string;
  readonly metrics?: string;
  readonly history?: string;
  readonly config?: string;
  readonly service?: string;
  readonly from?: string;
  readonly to?: string;
  readonly alarm?: string;
  readonly sweep?: string;
  readonly onset?: readonly string[];
  readonly chart: 'changed' | 'all' | 'none';
  readonly json?: true;
}

/** For `--alarms` and `--history`: out of the account, instead of a file. */
export const LIVE = 'live';
