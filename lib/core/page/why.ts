import type { PageFacts } from './page-facts.ts';
import { whyPaged } from './why-paged.ts';
import { whyTold } from './why-told.ts';

/** Why the recipient gets the message: where there are two parts, the second says what is asked of them. */
export const whySaid = (facts: PageFacts): readonly string[] =>
  facts.kind === 'page' ? whyPaged(facts) : [whyTold(facts)];

/** Why the recipient gets the message, in a sentence or two. */
export const whyOf = (facts: PageFacts): string => whySaid(facts).join(' ');
