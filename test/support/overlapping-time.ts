import { setImmediate } from 'node:timers/promises';
import { VirtualTime } from '../../lib/simulator/virtual-time.ts';

/** Last at its instant: whatever waits goes on after all that happens then. */
const ORDER_OF_WAITING = 100;

/** Virtual time in which what happens may take time, and overlap: waiting lets others happen meanwhile. */
export class OverlappingTime extends VirtualTime {
  wait(ms: number): Promise<void> {
    return new Promise((resolve) => {
      this.in(ms, ORDER_OF_WAITING, () => {
        resolve();
        return Promise.resolve();
      });
    });
  }

  protected override async carryOut(happen: () => Promise<void>): Promise<void> {
    void happen();
    // Until everybody waits: promises alone bring on whatever is to come at this instant.
    await setImmediate();
  }
}
