import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { load, machine } from './machine.ts';
import { tell } from './measure.ts';
import { folderFigures } from './queries/folder-figures.ts';
import { tableFigures } from './queries/table-figures.ts';

const { values } = parseArgs({
  options: {
    events: { type: 'string', default: '1000000' },
    'dynamodb-events': { type: 'string', default: '1000000' },
    samples: { type: 'string', default: '200' },
  },
});
const samples = Number(values.samples);

const ofTable = async (events: number): Promise<string> => {
  try {
    return await tableFigures(events, samples);
  } catch (error) {
    return `the table is left out: ${error instanceof Error ? error.message : String(error)}`;
  }
};

const base = mkdtempSync(join(tmpdir(), 'tocsin-queries-'));
const before = load();
try {
  const [inFolder, inTable] = [Number(values.events), Number(values['dynamodb-events'])];
  const texts = [
    ...(inFolder === 0 ? [] : [await folderFigures(base, inFolder, samples)]),
    ...(inTable === 0 ? [] : [await ofTable(inTable)]),
  ];
  const { cpu, cores, memoryGiB, node, platform } = machine();
  console.log(`${cpu}, ${String(cores)} cores, ${String(memoryGiB)} GiB, ${platform}, Node ${node}
load average before ${before}, after ${load()}

${texts.join('\n\n')}`);
} finally {
  tell('removing what was made');
  rmSync(base, { recursive: true });
}
