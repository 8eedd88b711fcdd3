import { withBriefNames } from './brief-names.ts';
import { worstOf } from './bundle.ts';
import type { PageFacts } from './page-facts.ts';
import { cutAtWord } from '../words.ts';
import { asciiOf, oneLine } from './plain-text.ts';
import { topicOf } from './topic.ts';
import { tagOf } from './wording.ts';

/** Fewer than 100 characters, no line breaks or control characters: https://docs.aws.amazon.com/sns/latest/api/API_Publish.html. ASCII, as older endpoints take nothing else. */
const LONGEST = 99;

const short = (text: string, max: number): string => cutAtWord(asciiOf(oneLine(text, max)), max);

const around = (tag: string, topic: string, tail: string): string => {
  const room = LONGEST - tag.length - tail.length - 6;
  return `[${tag}] ${short(topic, room)} | ${tail}`;
};

/** `[CRITICAL] web: web latency p99 above 1 s | prod us-east-1 | 01H…`, for one message or a bundle of them. */
export const subjectOf = (bundle: readonly PageFacts[]): string => {
  const [first] = bundle;
  if (first === undefined) return 'Tocsin: nothing to tell';
  const id = short(first.incidentId, 26);
  if (bundle.length > 1) {
    const services = [...new Set(bundle.map(({ service }) => service))].slice(0, 10).join(', ');
    const topic = `${String(bundle.length)} incidents: ${services}`;
    return around(worstOf(bundle).toUpperCase(), topic, `${short(first.environment, 10)} | ${id}`);
  }
  const topic = `${oneLine(first.service, 24)}: ${topicOf(withBriefNames(first))}`;
  return around(tagOf(first), topic, `${short(first.environment, 10)} ${short(first.region, 14)} | ${id}`);
};
