import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { run, temporaryFolder } from '../cli/running.ts';
import { loaded } from '../config/loading.ts';
import { synthesize } from './synthesized.ts';

interface Output {
  readonly Value: unknown;
}

const init = (...args: readonly string[]): Promise<{ readonly out: string; readonly err: string }> =>
  run(['init', '--yes', '--responder', 'Ann-Marie', '--out', '-', ...args]);

describe('the file that tocsin init writes', () => {
  it.each([
    [[], 9],
    [['--queue', 'orders', '--second', 'Bob'], 2],
  ])('makes a template that has its alarms: %s', async (args, count) => {
    const { alarms } = synthesize(loaded((await init(...args)).out));
    const names = alarms.map(({ Properties }) => String(Properties['AlarmName']));
    expect(names.filter((name) => name.startsWith('tocsin-prod-web-'))).toHaveLength(count);
  });

  it('has the output whose command init prints, with one address to be put into it', async () => {
    const configuration = loaded((await init()).out);
    const outputs = synthesize(configuration).template.findOutputs('*') as Readonly<Record<string, Output>>;
    const file = join(await temporaryFolder(), 'tocsin.yaml');
    const printed = await run(['init', '--yes', '--responder', 'Ann-Marie', '--email', 'a@example.com', '--out', file]);
    const [, output = ''] = /OutputKey=='(\w+)'/u.exec(printed.out) ?? [];
    expect(output).toBe('SubscribeResponderAnnMarie');
    expect(JSON.stringify(outputs[output]?.Value).split('ADDRESS')).toHaveLength(2);
  });
});
