/** Of what is drawn, in units of its picture: values lie one apart. */
export const PLOT_HEIGHT = 56;

/** What the bottom and the top of a plot stand for. */
export interface Scale {
  readonly low: number;
  readonly high: number;
}

/** From the top; what has no height lies at the bottom. */
export const depthOf = (value: number, { low, high }: Scale): number =>
  high > low ? Math.round(PLOT_HEIGHT * (1 - (value - low) / (high - low))) : PLOT_HEIGHT;

/** Neighbours without a gap between them. */
interface Run {
  readonly from: number;
  readonly depths: number[];
}

const runsOf = (values: readonly (number | null)[], scale: Scale): readonly Run[] => {
  const runs: Run[] = [];
  let open: Run | undefined;
  values.forEach((value, index) => {
    if (value === null) open = undefined;
    else if (open === undefined) runs.push((open = { from: index, depths: [depthOf(value, scale)] }));
    else open.depths.push(depthOf(value, scale));
  });
  return runs;
};

/** Relative steps, of what is level only the ends; a minus needs no space before it. */
const stepsOf = (depths: readonly number[]): readonly string[] => {
  let last = 0;
  return depths.flatMap((depth, index) => {
    const isWithinLevel = depth === depths[index - 1] && depth === depths[index + 1];
    if (index === 0 || isWithinLevel) return [];
    const [across, down] = [index - last, depth - (depths[last] ?? depth)];
    last = index;
    return [`${String(across)}${down < 0 ? '' : ' '}${String(down)}`];
  });
};

/** One value alone is a dot. */
const DOT = 'h.1';

/** The path of a line, each value in the middle of its time; gaps are gaps. */
export const linePath = (values: readonly (number | null)[], scale: Scale): string =>
  runsOf(values, scale)
    .map(({ from, depths: [first = 0, ...more] }) => {
      const steps = stepsOf([first, ...more]);
      return `M${String(from)}.5 ${String(first)}${steps.length === 0 ? DOT : `l${steps.join(' ')}`}`;
    })
    .join('');
