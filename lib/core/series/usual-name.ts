import type { Metric } from '../alarm/definition.ts';

/** A metric by the name that AWS has for such a one. */
export interface NamedAsUsual extends Metric {
  /** Times this, its values are what AWS counts under that name; absent: they are. */
  readonly scale?: number;
}

export type UsualOf = (metric: Metric) => NamedAsUsual;
