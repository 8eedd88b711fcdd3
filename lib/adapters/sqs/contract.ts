/** Environment: the queue by which alarm events come in. */
export const ALARMS_QUEUE_URL = 'ALARMS_QUEUE_URL';
/** Environment: the FIFO queue by which pages reach their one sender. */
export const PAGES_QUEUE_URL = 'PAGES_QUEUE_URL';
/** Environment: the queue whose delays are the clock. */
export const TICKS_QUEUE_URL = 'TICKS_QUEUE_URL';
/** Environment: the queue by which diagnoses are asked for. */
export const DIAGNOSES_QUEUE_URL = 'DIAGNOSES_QUEUE_URL';
/** Environment: the queue by which events of deploys come in. */
export const DEPLOYS_QUEUE_URL = 'DEPLOYS_QUEUE_URL';
/** Environment: where messages go that cannot be parsed. */
export const DEAD_LETTER_QUEUE_URL = 'DEAD_LETTER_QUEUE_URL';

/** Environment: what each queue gave up on, with commas between them. */
export const DEAD_LETTER_QUEUE_URLS = 'DEAD_LETTER_QUEUE_URLS';

/** Message attribute that says why a message was set aside. */
export const REASON = 'reason';
/** Batches of a queue that its function takes at once, each in a process of its own. */
export const BATCHES_AT_ONCE = 5;
