import { sha256Hex } from '../hash.ts';
import type { Rollout } from './rollouts-in.ts';

type Placed = Pick<Rollout, 'firstAt' | 'id'> & { readonly service: string | null };

/** Of deploys that began at one instant each has its place, whatever its id holds. */
const markOf = ({ service, id }: Placed): string => sha256Hex(JSON.stringify([service, id])).slice(0, 16);

/** Where a deploy stands in lists, the newest last; what a list goes on behind. */
export const deployCursor = (deploy: Placed): string => `${deploy.firstAt}_${markOf(deploy)}`;

const CURSOR = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z_[\da-f]{16}$/u;

export const isDeployCursor = (text: string): boolean =>
  CURSOR.test(text) && !Number.isNaN(Date.parse(text.split('_', 1)[0] ?? ''));

/** The one that began last first. */
export const lastBegunFirst = <D extends Placed>(deploys: readonly D[]): readonly D[] =>
  deploys
    .map((deploy) => ({ deploy, key: deployCursor(deploy) }))
    .sort((one, other) => (one.key > other.key ? -1 : 1))
    .map(({ deploy }) => deploy);
