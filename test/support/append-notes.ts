import { once } from 'node:events';
import type { Indexing } from '../../lib/adapters/folder/indexed-journal.ts';
import { openFolder } from '../../lib/adapters/folder/open-folder.ts';
import { LostRaceError } from '../../lib/ports/incident-store.ts';
import { appendTo, note } from './incident-story.ts';

/** A process that, told to begin, appends notes to an incident and says each version once it is acknowledged. */
const [path = '', incidentId = '', label = '', count = '', indexing = ''] = process.argv.slice(2);
const store = await openFolder(path, { create: true, indexing: JSON.parse(indexing) as Indexing });

process.stdout.write('ready\n');
await once(process.stdin, 'data');
process.stdin.destroy();

for (let done = 0; done < Number(count);) {
  const head = await store.head(incidentId);
  const append = appendTo(head, [note(`${label} ${String(done)}`), note('and more: '.repeat(200))]);
  try {
    await store.append(append);
    process.stdout.write(`${String(append.incident.head.version)}\n`);
    done += 1;
  } catch (error) {
    if (!(error instanceof LostRaceError)) throw error;
  }
}
