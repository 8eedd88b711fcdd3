/** Prints a picture (SVG) of a recording: node examples/web-server/draw-recording.ts <recording.json> > memory.svg */
import { readFileSync } from 'node:fs';

interface Series {
  readonly metricName: string;
  readonly stat: string;
  readonly timestamps: readonly string[];
  readonly values: readonly number[];
}

interface Panel {
  readonly title: string;
  readonly colour: string;
  readonly top: number;
  readonly most: number;
  readonly lines: readonly number[];
  readonly series: Series;
}

const WIDTH = 800;
const HEIGHT = 130;
const LEFT = 48;
const HOUR_MS = 3_600_000;
/** The recorded day's local time, UTC-4. */
const LOCAL_MS = -4 * HOUR_MS;

const [file = ''] = process.argv.slice(2);
if (file === '') {
  console.error('draw-recording: expected the path of a recording, got nothing');
  process.exit(2);
}
const { series: all } = JSON.parse(readFileSync(file, 'utf8')) as { series: readonly Series[] };

const seriesOf = (metricName: string, stat: string): Series => {
  const found = all.find((series) => series.metricName === metricName && series.stat === stat);
  if (found === undefined) throw new Error(`${file} holds no ${stat} of ${metricName}`);
  return found;
};

const requests = seriesOf('RequestCount', 'Sum');
const instants = requests.timestamps.map((at) => Date.parse(at));
const from = Math.min(...instants);
const to = Math.max(...instants);
const x = (at: number): string => (LEFT + ((at - from) / (to - from)) * (WIDTH - LEFT - 10)).toFixed(1);
const y = ({ top, most }: Panel, value: number): string => (top + HEIGHT * (1 - Math.min(1, value / most))).toFixed(1);

const hours = (): string => {
  const ticks: string[] = [];
  for (let at = Math.ceil(from / (HOUR_MS / 2)) * (HOUR_MS / 2); at <= to; at += HOUR_MS / 2) {
    const clock = new Date(at + LOCAL_MS).toISOString().slice(11, 16);
    ticks.push(`<text x="${x(at)}" y="494" text-anchor="middle">${clock}</text>`);
    ticks.push(`<path d="M${x(at)} 20V476" stroke="#8884"/>`);
  }
  return ticks.join('\n');
};

const draw = (panel: Panel): string => {
  const points = panel.series.timestamps.map(
    (at, index) => `${x(Date.parse(at))},${y(panel, panel.series.values[index] ?? 0)}`,
  );
  const thresholds = panel.lines.map(
    (value) =>
      `<path d="M${String(LEFT)} ${y(panel, value)}H${String(WIDTH - 10)}" stroke="#d33" stroke-dasharray="4 4"/>` +
      `<text x="${String(LEFT - 6)}" y="${y(panel, value)}" text-anchor="end" dominant-baseline="middle">${String(value)}</text>`,
  );
  return [
    `<text x="${String(LEFT)}" y="${String(panel.top - 6)}" font-weight="bold">${panel.title}</text>`,
    `<path d="M${String(LEFT)} ${y(panel, 0)}H${String(WIDTH - 10)}" stroke="#888"/>`,
    ...thresholds,
    `<polyline points="${points.join(' ')}" fill="none" stroke="${panel.colour}" stroke-width="1.5"/>`,
  ].join('\n');
};

const most = ({ values }: Series): number => Math.max(...values) * 1.05;
const memory = seriesOf('MemoryUtilization', 'Average');
const latency = seriesOf('TargetResponseTime', 'p99');
const milliseconds = { ...latency, values: latency.values.map((seconds) => seconds * 1_000) };

process.stdout
  .write(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${String(WIDTH)} 500" font-family="sans-serif" font-size="11" fill="#888">
${hours()}
${draw({ title: 'Requests a minute', colour: '#888', top: 24, most: most(requests), lines: [], series: requests })}
${draw({ title: 'Memory, percent of the limit', colour: '#27c', top: 184, most: 105, lines: [75, 90], series: memory })}
${draw({ title: 'Latency p99, ms (cut at 2,000)', colour: '#c70', top: 344, most: 2_000, lines: [250], series: milliseconds })}
</svg>
`);
