import type { Anchor } from '../core/incident/anchor.ts';

/** Anchors of days, each put once and never changed. */
export interface AnchorLog {
  /** The newest; undefined: no day was anchored yet. */
  last(): Promise<Anchor | undefined>;
  /** From a day on, in order. */
  since(day: string): Promise<readonly Anchor[]>;
  /** One that is there already stays. */
  keep(anchor: Anchor): Promise<void>;
}
