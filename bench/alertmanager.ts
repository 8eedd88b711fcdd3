import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { accountOf, alarmNameOf, serviceOf, type Storm } from './alarm-storm.ts';

/** Alertmanager's own name, and Debian's. */
const NAMES = ['alertmanager', 'prometheus-alertmanager'];

/**
 * Pages at once, tells of what joins at most once a minute and only warns again after hours: as Tocsin does. State is
 * in memory, nothing is clustered.
 */
const configurationFor = (webhook: string): string => `route:
  receiver: bench
  group_by: [account, service]
  group_wait: 0s
  group_interval: 1m
  repeat_interval: 4h
receivers:
  - name: bench
    webhook_configs:
      - url: ${webhook}
        send_resolved: false
`;

export const alertmanagerPath = (): string | undefined =>
  (process.env['PATH'] ?? '')
    .split(delimiter)
    .flatMap((folder) => NAMES.map((name) => join(folder, name)))
    .find(existsSync);

/** `alertmanager 0.25.0`, of what `--version` says first. */
export const alertmanagerVersion = (path: string): string =>
  execFileSync(path, ['--version'], { encoding: 'utf8' }).split(/[\n(]/u)[0]?.replace(', version', '').trim() ?? '';

/** The alarms of a storm as Alertmanager takes them: labels say what and where, an annotation says why. */
export const alertsOf = ({ events, groups }: Storm): readonly unknown[] =>
  events.map((event, index) => {
    const { time, detail } = JSON.parse(event) as { time: string; detail: { state: { reason: string } } };
    return {
      labels: {
        alertname: alarmNameOf(index),
        account: accountOf(index, groups),
        region: 'us-east-1',
        service: serviceOf(index, groups),
        severity: 'critical',
      },
      annotations: { reason: detail.state.reason },
      startsAt: time,
    };
  });

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
};

const isReady = async (address: string): Promise<boolean> => {
  try {
    return (await fetch(`${address}/-/ready`)).ok;
  } catch {
    return false;
  }
};

/** Alertmanager on loopback with nothing in it, until it is stopped. */
export class Alertmanager {
  readonly address: string;
  private readonly child: ChildProcess;
  private readonly folder: string;

  private constructor(child: ChildProcess, folder: string, address: string) {
    this.child = child;
    this.folder = folder;
    this.address = address;
  }

  static async start(path: string, webhook: string): Promise<Alertmanager> {
    const folder = mkdtempSync(join(tmpdir(), 'tocsin-bench-'));
    const file = join(folder, 'alertmanager.yml');
    writeFileSync(file, configurationFor(webhook));
    const listen = `127.0.0.1:${String(await freePort())}`;
    const child = spawn(
      path,
      [
        `--config.file=${file}`,
        `--storage.path=${folder}`,
        `--web.listen-address=${listen}`,
        '--cluster.listen-address=',
        '--log.level=error',
      ],
      { stdio: ['ignore', 'ignore', 'inherit'] },
    );
    const started = new Alertmanager(child, folder, `http://${listen}`);
    for (let tries = 0; tries < 100; tries += 1) {
      if (await isReady(started.address)) return started;
      await setTimeout(100);
    }
    await started.stop();
    throw new Error(`${path} did not get ready within 10 s`);
  }

  /** Alerts it holds. */
  async alerts(): Promise<number> {
    const answer = (await (await fetch(`${this.address}/api/v2/alerts`)).json()) as unknown[];
    return answer.length;
  }

  async stop(): Promise<void> {
    if (this.child.exitCode === null) {
      this.child.kill('SIGTERM');
      await once(this.child, 'exit');
    }
    rmSync(this.folder, { recursive: true, force: true });
  }
}
