import type { Instant } from '../../core/time.ts';
import type { ScanAllowance } from '../../ports/scan-allowance.ts';

/** Of one process. */
export class InMemoryScanAllowance implements ScanAllowance {
  private readonly spent = new Map<string, number>();

  take(at: Instant, { wanted, most }: { readonly wanted: number; readonly most: number }): Promise<number> {
    const taken = Math.max(0, Math.min(wanted, most - this.of(at)));
    this.add(at, taken);
    return Promise.resolve(taken);
  }

  settle(at: Instant, { taken, scanned }: { readonly taken: number; readonly scanned: number }): Promise<void> {
    this.add(at, scanned - taken);
    return Promise.resolve();
  }

  private of(at: Instant): number {
    return this.spent.get(at.slice(0, 10)) ?? 0;
  }

  private add(at: Instant, bytes: number): void {
    this.spent.set(at.slice(0, 10), this.of(at) + bytes);
  }
}
