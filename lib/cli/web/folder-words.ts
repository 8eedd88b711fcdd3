import { UNROUTED } from '../../core/configuration.ts';
import type { ServedFolder } from './served-folder.ts';

/** What cannot be read of the folder, and is missing on every screen. */
export const lacksOf = async ({ incidents }: ServedFolder): Promise<readonly string[]> => {
  const torn = await incidents.unreadable();
  return torn.length === 0
    ? []
    : [`${torn.join(', ')}: cannot be read, so whatever was recorded there is missing here: restore it from a copy.`];
};

/** Where nothing was ever recorded: what to do. */
export const emptyWords = (folder: string): string =>
  `No incidents in ${folder}: npx tocsin replay <recording> --local leaves some. Then look again.`;

/** So many newest incidents are looked at for names of services. */
const MOST_LOOKED_AT = 2_000;
const MOST_SERVICES = 100;

/** Services that one can ask for: those of the configuration, and of the newest incidents. */
export const servicesToAsk = async ({ configuration, incidents }: ServedFolder): Promise<readonly string[]> => {
  const found = new Set(Object.keys(configuration?.services ?? {}));
  let looked = 0;
  for await (const { service } of incidents.list({})) {
    found.add(service);
    looked += 1;
    if (looked >= MOST_LOOKED_AT || found.size >= MOST_SERVICES) break;
  }
  return [...found].sort(
    (one, other) => Number(one === UNROUTED) - Number(other === UNROUTED) || (one < other ? -1 : 1),
  );
};
