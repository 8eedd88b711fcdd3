import { worstOf } from './bundle.ts';
import { cutAtWord } from '../words.ts';
import type { PageFacts } from './page-facts.ts';
import { asciiOf, oneLine } from './plain-text.ts';
import { serviceName } from './service-name.ts';
import { beforeOf, subjectsOf, wrongIn } from './topic.ts';
import { tagOf } from './wording.ts';

/** Fewer than 100 characters, no line breaks or control characters: https://docs.aws.amazon.com/sns/latest/api/API_Publish.html. ASCII, as older endpoints take nothing else. */
const LONGEST = 99;
/** A longer name gives way to what is wrong. */
const LONGEST_SERVICE = 30;
/** The first ten characters of an id are only its time: these tell any two apart that a person has at hand. */
const ID_CHARACTERS = 14;

const short = (text: string, max: number): string => cutAtWord(asciiOf(oneLine(text, max)), max);

/** What tells where, as far as there is room: the next one may fit where one does not. */
const withPlaces = (start: string, places: readonly string[]): string =>
  places.reduce((subject, place) => {
    const longer = `${subject} | ${place}`;
    return place === '' || longer.length > LONGEST ? subject : longer;
  }, start);

const placesOf = ({ environment, incidentId, region }: PageFacts): readonly string[] => [
  short(environment, 20),
  short(incidentId, 40).slice(0, ID_CHARACTERS),
  short(region, 20),
];

const startOf = (facts: PageFacts): string => {
  const before = beforeOf(facts);
  const act = before === undefined ? '' : `${short(before, 60)}: `;
  const wrong = wrongIn(facts, (text) => asciiOf(oneLine(text, 200)));
  const named = (max: number): string => `[${tagOf(facts)}] ${short(serviceName(facts), max)}: ${act}`;
  const whole = `${named(63)}${wrong(Infinity)}`;
  if (whole.length <= LONGEST) return whole;
  const start = named(LONGEST_SERVICE);
  return start + wrong(LONGEST - start.length);
};

/** `[CRITICAL] web: p99 latency 3.7 s (limit 1 s), 3 of 5 min | prod | 01H739DZ8GQ4T6 | us-east-1`, or of several incidents. */
export const subjectOf = (bundle: readonly PageFacts[]): string => {
  const [first, ...others] = bundle;
  if (first === undefined) return 'Tocsin: nothing to tell';
  if (others.length === 0) return withPlaces(startOf(first), placesOf(first));
  const start = `[${worstOf(bundle).toUpperCase()}] ${String(bundle.length)} incidents: `;
  return withPlaces(start + short(subjectsOf(bundle), LONGEST - start.length), placesOf(first));
};
