import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { SignatureV4 } from '@smithy/signature-v4';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { httpApiIncidents } from '../../lib/adapters/http-api/http-api-incidents.ts';
import { signedCall } from '../../lib/adapters/http-api/signed-call.ts';
import { jitter, systemClock } from '../../lib/runtime/clock.ts';
import { emulatorOptions } from './adapters/incident-table.ts';
import { incidentReaderContract } from '../support/incident-reader-contract.ts';
import { eventually } from './eventually.ts';
import { type DeployedPager, formOn } from './pager.ts';
import { teamYaml } from './team.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const NAMES = fileURLToPath(new URL('localhost-names.ts', import.meta.url));

interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** A command line in a process of its own, as `npx tocsin` runs it. */
const tocsin = (args: readonly string[], environment: Readonly<Record<string, string>>): Promise<Ran> =>
  new Promise((resolve, reject) => {
    const env = { ...process.env, ...environment, TZ: 'UTC' };
    const child = spawn(process.execPath, [`--import=${NAMES}`, 'bin/tocsin.mjs', ...args], { cwd: ROOT, env });
    const [out, err]: [string[], string[]] = [[], []];
    child.stdout.on('data', (data) => out.push(String(data)));
    child.stderr.on('data', (data) => err.push(String(data)));
    child.once('error', reject);
    child.once('close', (code) => {
      resolve({ code, out: out.join(''), err: err.join('') });
    });
  });

/** Of what the caller of a deployed stack sees, by the requests of the command line: signed, over HTTP, to the function. */
const readerOf = ({ deployed, apiUrl }: DeployedPager) => {
  const { region, credentials, sha256 } = new CloudFormationClient(emulatorOptions(deployed.emulator)).config;
  const signer = new SignatureV4({ service: 'execute-api', region, credentials, sha256 });
  return httpApiIncidents(signedCall({ url: apiUrl, signer, pause: jitter }), systemClock);
};

/** What a stack says but a folder does not, and the other way round. */
const alike = (text: string, folder: string): string =>
  text.replaceAll(`--local=${folder}`, '--stack Tocsin').replaceAll(/\s+/gu, ' ');

/** The API of the stack and the command line, on what other tests left there. `checkout` is answered by them; `doubled` waits. */
export const commandsOnStack = (pagerOf: () => DeployedPager): void => {
  incidentReaderContract('the deployed API', () => {
    const pager = pagerOf();
    const close = (): Promise<void> => Promise.resolve();
    return Promise.resolve({ reader: readerOf(pager), store: pager.incidents, now: systemClock(), close });
  });

  describe('the command line on a deployed stack', () => {
    let folder = '';
    let file = '';

    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'tocsin-commands-'));
      file = join(folder, 'tocsin.yaml');
      await writeFile(file, teamYaml());
    });
    afterAll(() => rm(folder, { recursive: true }));

    const run = (...args: readonly string[]): Promise<Ran> =>
      tocsin([...args, '--config', file], pagerOf().deployed.emulator.environment);
    const onStack = (...args: readonly string[]): Promise<Ran> => run(...args, '--stack', 'Tocsin');
    const incidents = (...args: readonly string[]): Promise<Ran> => onStack('incidents', ...args);
    const listed = async (...args: readonly string[]) => {
      const { out } = await incidents('list', '--json', ...args);
      return JSON.parse(out) as { readonly incidents: readonly { readonly incidentId: string }[]; next: string | null };
    };
    const idOf = async (service: string): Promise<string> => (await pagerOf().incidentOf(service)).incidentId;

    it('lists what is asked for, and goes on at its cursor', async () => {
      const since = ['--since', '1h', '--severity', 'critical'];
      const { next, ...first } = await listed(...since, '--limit', '1');
      expect(first.incidents).toHaveLength(1);
      const rest = await listed(...since, '--cursor', next ?? '');
      const ids = [...first.incidents, ...rest.incidents].map(({ incidentId }) => incidentId);
      const opened = (await pagerOf().ofTheLastHour()).map(({ incidentId }) => incidentId);
      // What spans the hour, of other tests, is behind it.
      expect(ids.slice(0, opened.length)).toEqual(opened);
      const { code, out, err } = await incidents('list', '--service', 'doubled');
      expect({ code, err }).toEqual({ code: 0, err: '' });
      expect(out).toMatch(/doubled +triggered/u);
    });

    it('carries out what a responder says, and shows what came of it', async () => {
      const id = await idOf('doubled');
      expect(await incidents('ack', id.slice(0, 14), '--by', 'alice')).toMatchObject({ code: 0, err: '' });
      expect(await incidents('note', id, 'not', 'the', 'database', '--by', 'alice')).toMatchObject({ code: 0 });
      const resolved = await incidents('resolve', id, '--by', 'alice', '--cause', 'memory-leak');
      expect(resolved).toMatchObject({ code: 0, out: expect.stringContaining('Alice Ferreira resolved') as string });
      const { out } = await incidents('show', id);
      for (const said of ['Alice Ferreira acknowledged', 'not the database', 'memory leak'])
        expect(out).toContain(said);
      expect((await pagerOf().timeline(id)).map(({ type }) => type)).toContain('CauseConfirmed');
      expect(await incidents('ack', id, '--by', 'alice')).toMatchObject({ code: 1, out: '' });
    });

    it('prints of an incident what it prints of a folder that it was exported to', async () => {
      const id = await idOf('doubled');
      // The message that it was resolved is sent by now.
      const exported = await eventually(async () => {
        const { code, out } = await incidents('export', id);
        expect(code).toBe(0);
        expect(JSON.parse(out)).toMatchObject({ head: { requested: [] } });
        return out;
      });
      const lines = join(folder, 'exported.ndjson');
      await writeFile(lines, exported);
      const copy = join(folder, 'copy');
      const place = `--local=${copy}`;
      expect(await run('incidents', 'import', lines, place)).toMatchObject({ code: 0 });
      expect((await run('incidents', 'export', place)).out).toBe(exported);
      for (const args of [
        ['incidents', 'show', id],
        ['incidents', 'verify', id],
        ['incidents', 'postmortem', id],
        ['incidents', 'list', '--service', 'doubled', '--csv'],
        ['report', '--service', 'doubled', '--since', '1h', '--csv'],
      ]) {
        const [stack, local] = [await onStack(...args), await run(...args, place)];
        expect(stack).toMatchObject({ code: 0, err: '' });
        if (args[0] === 'incidents') expect(alike(stack.out, copy)).toBe(alike(local.out, copy));
        else expect(stack.out.split('\n')[0]).toBe(local.out.split('\n')[0]);
      }
    });

    it('verifies everything by the stored bytes', async () => {
      const { code, out } = await incidents('verify', '--all', '--since', '1h', '--json');
      const verified = JSON.parse(out) as { readonly incidents: readonly { readonly incidentId: string }[] };
      expect(code).toBe(0);
      expect(verified.incidents.map(({ incidentId }) => incidentId)).toContain(await idOf('doubled'));
    });

    it('reports on a period, and on what a shift hands over', async () => {
      const report = await onStack('report', '--since', '1h', '--json');
      expect(JSON.parse(report.out)).toMatchObject({ figures: expect.any(Object) as object });
      const handoff = await onStack('report', '--handoff', '--schedule', 'everyday');
      expect(handoff).toMatchObject({ code: 0, err: '' });
      expect(handoff.out).toContain('doubled');
    });

    it('sends a test page, which says that it is one, is acknowledged by its link and is in no list', async () => {
      const pager = pagerOf();
      const { code, out } = await tocsin(
        ['test-page', '--stack', 'Tocsin', '--to', 'alice', '--json'],
        pager.deployed.emulator.environment,
      );
      const drill = JSON.parse(out) as { readonly incidentId: string; readonly targets: readonly object[] };
      expect(drill.targets).toMatchObject([
        { target: 'responder:alice', outcome: 'accepted', subscriptions: { confirmed: ['sqs'], pending: 0 } },
      ]);
      expect(code).toBe(0);
      const page = await eventually(async () => {
        const found = (await pager.inbox('responder:alice')).find(({ text }) => text.includes(drill.incidentId));
        expect(found).toBeDefined();
        return found;
      });
      expect(page?.subject).toMatch(/^\[TEST\] tocsin: test page for Alice Ferreira/u);
      const screen = await pager.browse(page?.token ?? '');
      expect(screen.body).toContain('Test page: nothing is wrong');
      const form = { ...formOn(screen), action: 'acknowledge' };
      expect((await pager.browse(page?.token ?? '', { method: 'POST', form })).status).toBe(303);
      const types = (await pager.timeline(drill.incidentId)).map(({ type }) => type);
      expect(types).toEqual(['IncidentOpened', 'PageRequested', 'PageSent', 'DrillEnded', 'TestPageAcknowledged']);
      expect((await pager.ofTheLastHour()).map(({ incidentId }) => incidentId)).not.toContain(drill.incidentId);
    });

    it('says what is not there', async () => {
      const [stack, incident] = await Promise.all([
        run('incidents', 'list', '--stack', 'Elsewhere'),
        incidents('show', '0'.repeat(26)),
      ]);
      expect(stack).toMatchObject({ code: 1, out: '' });
      expect(stack.err).toContain('there is no stack "Elsewhere" in this account and Region');
      expect(incident).toMatchObject({ code: 1, out: '' });
      expect(incident.err).toContain('there is no incident');
    });
  });
};
