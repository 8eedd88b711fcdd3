import type { KnownOfDeploy, ToldDeploy } from '../core/deploy/told-deploy.ts';

/** Asks a system that deploys for what its event does not say. Rejects when it cannot be asked. */
export type AskSystem = (told: ToldDeploy) => Promise<KnownOfDeploy>;

/** By `system` of a word; the others have nothing more to say. */
export type DeploySystems = Readonly<Record<string, AskSystem>>;
