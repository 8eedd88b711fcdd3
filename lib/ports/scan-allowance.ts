import type { Instant } from '../core/time.ts';

/** How much of logs may be scanned on one day of UTC: what is scanned is paid by the byte. */
export interface ScanAllowance {
  /**
   * Takes of the day's `most` as many bytes as are wanted, or are left; 0: none are. They are taken before anything is
   * scanned, so that a process that dies has spent them.
   *
   * @throws LostRaceError too many others took some at the same time.
   */
  take(at: Instant, bytes: { readonly wanted: number; readonly most: number }): Promise<number>;
  /** Gives back what was taken and not scanned; where more was scanned than taken, that is spent too. */
  settle(at: Instant, bytes: { readonly taken: number; readonly scanned: number }): Promise<void>;
}
