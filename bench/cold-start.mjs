// One cold start: imports the bundle named first, hands it the event named second, prints the milliseconds of both.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const [bundle, eventFile] = process.argv.slice(2);
const event = JSON.parse(readFileSync(eventFile, 'utf8'));
const require = createRequire(import.meta.url);
const cpu = process.cpuUsage();
const start = performance.now();
const { handler } = require(bundle);
const imported = performance.now();
const answer = await handler(event, { getRemainingTimeInMillis: () => 30_000 - (performance.now() - start) });
const handled = performance.now();
const { user, system } = process.cpuUsage(cpu);
const failures = answer?.batchItemFailures ?? [];
const startedAt = performance.timeOrigin + start;
const result = {
  startedAt,
  imported: imported - start,
  handled: handled - start,
  cpu: (user + system) / 1000,
  failures,
  statusCode: answer?.statusCode,
};
process.stdout.write(`\nRESULT ${JSON.stringify(result)}\n`);
process.exit(0);
