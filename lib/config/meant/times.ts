const two = (text: string): string => text.padStart(2, '0');

const NAMED: Readonly<Record<string, string>> = { noon: '12:00', midnight: '00:00' };

const hourOf = (hour: string, half: string | undefined): number => {
  if (half === undefined) return Number(hour);
  return (Number(hour) % 12) + (half.toLowerCase().startsWith('p') ? 12 : 0);
};

const CLOCK = /^(\d{1,2})(?:[:.h]?(\d{2}|(?<=\.)\d))?h?(?::00)?\s*([ap]\.?m\.?)?$/i;
/** 0900 is the number 900 to YAML. */
const SHORT = /^(\d)(\d{2})$/;

/** `9:00`, `17.30`, `9 am`, `9h`, `0900`, `9`, `24:00` as a time of day. */
const clockTimes = (text: string): readonly string[] => {
  const named = NAMED[text.toLowerCase()];
  if (named !== undefined) return [named];
  const [, hour = '', minute = '00', half] = SHORT.exec(text) ?? CLOCK.exec(text) ?? [];
  if (hour === '') return [];
  // YAML takes 17.30 for the number 17.3.
  const time = `${two(String(hourOf(hour, half)))}:${minute.padEnd(2, '0')}`;
  return [time === '24:00' ? '00:00' : time];
};

const date = (year = '', month = '', day = ''): string => `${year}-${two(month)}-${two(day)}`;

/** `31.07.2023`, `7/31/2023`, `2023-7-31`, `20230731` and an instant as a date; both readings where there are two. */
const dates = (text: string): readonly string[] => {
  const read = /^(\d{4})[-/.]?(\d{1,2})[-/.]?(\d{1,2})(?:[T ].*)?$/.exec(text);
  if (read !== null) return [date(read[1], read[2], read[3])];
  const other = /^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})$/.exec(text);
  return other === null ? [] : [date(other[3], other[2], other[1]), date(other[3], other[1], other[2])];
};

const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
const SPANS: Readonly<Record<string, readonly string[]>> = {
  weekdays: DAYS.slice(0, 5),
  workdays: DAYS.slice(0, 5),
  weekend: DAYS.slice(5),
  weekends: DAYS.slice(5),
  daily: DAYS,
};

const dayIn = (text: string): string | undefined =>
  /^[a-z]{3,9}$/i.test(text) ? DAYS.find((day) => day === text.slice(0, 3).toLowerCase()) : undefined;

/** `mon-fri`, `weekdays` as days. */
const daySpans = (text: string): readonly (readonly string[])[] => {
  const named = SPANS[text.toLowerCase()];
  if (named !== undefined) return [named];
  const [from, to, ...more] = text.split(/\s*(?:-|–|to)\s*/u).map(dayIn);
  if (from === undefined || to === undefined || more.length > 0) return [];
  const twice = [...DAYS, ...DAYS];
  const begin = twice.indexOf(from);
  return [twice.slice(begin, twice.indexOf(to, begin) + 1)];
};

/** `9-17` as the hours that a layer covers. */
const hourSpans = (text: string): readonly object[] => {
  const [from, to, ...more] = text.split(/\s*(?:-|–|to)\s*/u).map((part) => clockTimes(part)[0]);
  return from === undefined || to === undefined || more.length > 0 ? [] : [{ from, to }];
};

/** Times of day, hours, dates and days that a text may mean. */
export const timesIn = (text: string): readonly unknown[] => {
  const day = dayIn(text);
  return [
    ...clockTimes(text),
    ...dates(text),
    ...(day === undefined ? [] : [day]),
    ...daySpans(text),
    ...hourSpans(text),
  ];
};
