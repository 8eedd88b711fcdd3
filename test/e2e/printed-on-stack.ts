import { rm } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { clone, furnish, type Ran, runPrinted } from '../support/printed-clone.ts';
import { asksAws, commandsOf, commandsOfHelp, PRINTING, ROOT } from '../support/printed-commands.ts';
import type { DeployedPager } from './pager.ts';

const NAMES = pathToFileURL(join(ROOT, 'test/e2e/localhost-names.ts')).href;

/**
 * An emulator has no metrics of the service that documents speak of, what is over cannot be acknowledged, and the tests of
 * readers leave a diagnosis that no event tells of.
 */
const IS_RIGHT_TO_FAIL = /no values|holds no|has no |is resolved|CloudWatch holds every minute|no event tells of it/u;

const isWrong = ({ code, err }: Ran): boolean => code !== 0 && !(code === 1 && IS_RIGHT_TO_FAIL.test(err));

/** Every command that asks an account, as documents and help print it, on the deployed stack. */
export const printedOnStack = (pagerOf: () => DeployedPager): void => {
  describe('a command as it is printed, on a deployed stack', () => {
    it('works', { timeout: 600_000 }, async () => {
      const pager = pagerOf();
      const folder = await clone();
      await furnish(folder);
      const { incidentId } = await pager.incidentOf('doubled');
      const given = { ...pager.deployed.emulator.environment, NODE_OPTIONS: `--import=${NAMES}`, STACK: 'Tocsin' };
      const commands = [...new Set([...PRINTING.flatMap(commandsOf), ...commandsOfHelp()])].filter(asksAws);
      expect(commands.length).toBeGreaterThan(15);
      const wrong: Ran[] = [];
      for (const command of commands) {
        // Nobody is there to acknowledge.
        const typed = command.replaceAll(/\bID\b|\b01H7\w+/gu, incidentId).replace(' --wait', '');
        // What is written is written over nothing.
        await rm(join(folder, /--out (\S+)/u.exec(typed)?.[1] ?? 'nothing'), { force: true });
        const ran = await runPrinted(typed, folder, given);
        if (isWrong(ran)) wrong.push(ran);
      }
      expect(wrong).toEqual([]);
    });
  });
};
