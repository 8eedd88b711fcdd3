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

/** By name. */
type Outputs = Readonly<Record<string, string>>;

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
  readonly outputs: Outputs;
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

const fileIn = (folder: string): string => join(folder, 'tocsin.yaml');
const contextIn = (folder: string): string[] => ['-c', 'emulator=true', '-c', `config=${fileIn(folder)}`];

/** `cdk bootstrap`, and how many seconds it took. It runs the app too, on whatever file. */
const bootstrap = ({ environment }: AwsEmulator): Promise<number> => {
  const where = `aws://${ACCOUNT}/${environment['AWS_REGION'] ?? ''}`;
  return cdk(['bootstrap', where, '-c', 'config=examples/tocsin.yaml'], environment);
};

const deployInto = async (
  folder: string,
  { environment }: AwsEmulator,
  { yaml, app = 'node bin/app.ts' }: { readonly yaml: string; readonly app?: string },
): Promise<{ readonly outputs: Outputs; readonly seconds: number }> => {
  const outputsFile = join(folder, 'outputs.json');
  await writeFile(fileIn(folder), yaml);
  const files = ['--output', join(folder, 'cdk.out'), '--outputs-file', outputsFile];
  const args = ['deploy', '--app', app, '--require-approval', 'never', ...contextIn(folder), ...files];
  const seconds = await cdk(args, environment);
  const written = JSON.parse(await readFile(outputsFile, 'utf8')) as Record<string, Outputs>;
  return { outputs: written['Tocsin'] ?? {}, seconds };
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
    const bootstrapping = await bootstrap(started.emulator);
    const { outputs, seconds } = await deployInto(folder, started.emulator, { yaml });
    return { ...started, outputs, seconds: { bootstrap: bootstrapping, deploy: seconds }, stop };
  } catch (error) {
    await stop();
    throw error;
  }
};

/** An account to deploy into more than once. */
export interface Account {
  readonly emulator: AwsEmulator;
  /**
   * @param app as `cdk --app` takes it; by default the app of the project
   * @throws Error with what cdk said, when the deploy fails
   */
  deploy(yaml: string, app?: string): Promise<Outputs>;
  destroy(): Promise<void>;
  stop(): Promise<void>;
}

/** Bootstrapped, and nothing else. */
export const openAccount = async (): Promise<Account> => {
  const folder = await mkdtemp(join(tmpdir(), 'tocsin-e2e-'));
  const emulator = await startAwsEmulator();
  const stop = async (): Promise<void> => {
    await emulator.stop();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await bootstrap(emulator);
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    emulator,
    deploy: async (yaml, app) => (await deployInto(folder, emulator, { yaml, ...(app && { app }) })).outputs,
    destroy: async () => {
      await cdk(
        ['destroy', '--force', ...contextIn(folder), '--output', join(folder, 'cdk.out')],
        emulator.environment,
      );
    },
    stop,
  };
};
