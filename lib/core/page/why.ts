import type { PageFacts } from './page-facts.ts';
import { whyPaged } from './why-paged.ts';
import { whyTold } from './why-told.ts';

/** Why the recipient gets the message, in a sentence or two. */
export const whyOf = (facts: PageFacts): string => (facts.kind === 'page' ? whyPaged(facts) : whyTold(facts));
