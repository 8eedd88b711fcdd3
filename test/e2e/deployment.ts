import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type AwsEmulator, startAwsEmulator } from '../support/aws-emulator.ts';
import { type FaultProxy, startFaultProxy } from '../support/fault-proxy.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Beside the loopback address that everybody uses: the emulator has the same port there, behind the proxy. */
const BEHIND = '127.0.0.2';

const ACCOUNT = '000000000000';

export interface BehindProxy {
  readonly emulator: AwsEmulator;
  /** Between the functions and the emulator. */
  readonly proxy: FaultProxy;
  /** The emulator's address past the proxy, for the tests themselves. */
  readonly direct: string;
}

export interface Deployed {
  readonly emulator: AwsEmulator;
  readonly proxy: FaultProxy | undefined;
  /** The emulator's address, past the proxy if there is one. */
  readonly direct: string;
  /** What `cdk deploy` put out, by name. */
  readonly outputs: Readonly<Record<string, string>>;
  readonly seconds: { readonly bootstrap: number; readonly deploy: number };
  stop(): Promise<void>;
}

const cdk = (args: readonly string[], environment: Readonly<Record<string, string>>): Promise<number> =>
  new Promise((resolve, reject) => {
    const start = performance.now();
    const env = { ...process.env, ...environment, CDK_DISABLE_CLI_TELEMETRY: '1', CI: '1' };
    const child = spawn('npx', ['--no-install', 'cdk', ...args], { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'pipe'] });
    const said: string[] = [];
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => said.push(String(data)));
    child.once('error', reject);
    child.once('exit', (code) => {
      if (code === 0) resolve((performance.now() - start) / 1_000);
      else reject(new Error(`cdk ${args.join(' ')} ended with ${String(code)}: ${said.join('').slice(-4_000)}`));
    });
  });

/**
 * An emulator behind a fault proxy. Queue URLs, which the SDK takes for addresses, say `localhost` and the emulator's
 * own port: with the proxy at that port, and the emulator at the same one of another loopback address, no call goes past.
 */
export const startEmulatorBehindProxy = async (): Promise<BehindProxy> => {
  const proxy = await startFaultProxy({ host: BEHIND });
  try {
    const emulator = await startAwsEmulator({ GATEWAY_PORT: String(proxy.port), BIND_HOST: BEHIND });
    return { emulator, proxy, direct: `http://${BEHIND}:${String(proxy.port)}` };
  } catch (error) {
    await proxy.close();
    throw error;
  }
};

const deployInto = async (folder: string, { environment }: AwsEmulator, yaml: string) => {
  const configuration = join(folder, 'tocsin.yaml');
  const outputsFile = join(folder, 'outputs.json');
  await writeFile(configuration, yaml);
  const context = ['-c', 'emulator=true', '-c', `config=${configuration}`];
  const region = environment['AWS_REGION'] ?? '';
  const bootstrap = await cdk(['bootstrap', `aws://${ACCOUNT}/${region}`, ...context], environment);
  const files = ['--output', join(folder, 'cdk.out'), '--outputs-file', outputsFile];
  const deploy = await cdk(['deploy', '--require-approval', 'never', ...context, ...files], environment);
  const written = JSON.parse(await readFile(outputsFile, 'utf8')) as Record<string, Record<string, string>>;
  return { outputs: written['Tocsin'] ?? {}, seconds: { bootstrap, deploy } };
};

const startEmulator = async (): Promise<Pick<Deployed, 'emulator' | 'proxy' | 'direct'>> => {
  const emulator = await startAwsEmulator();
  return { emulator, proxy: undefined, direct: emulator.endpoint };
};

/** The real `cdk bootstrap` and `cdk deploy`, into an emulator of its own. */
export const deploy = async (yaml: string, { proxied = true } = {}): Promise<Deployed> => {
  const folder = await mkdtemp(join(tmpdir(), 'tocsin-e2e-'));
  const started = await (proxied ? startEmulatorBehindProxy() : startEmulator());
  const stop = async (): Promise<void> => {
    await started.emulator.stop();
    await started.proxy?.close();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    return { ...started, ...(await deployInto(folder, started.emulator, yaml)), stop };
  } catch (error) {
    await stop();
    throw error;
  }
};
