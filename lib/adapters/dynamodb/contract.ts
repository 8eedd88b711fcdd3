/** Environment of whatever reads or writes the table. */
export const TABLE_NAME = 'TABLE_NAME';
/** Environment of whoever makes page links: what the token of a link is put behind, ending in `/`. */
export const LINK_BASE = 'LINK_BASE';

/** One table for everything: the construct creates it so, the adapters read and write it so. All keys are strings. */
export const TABLE = { partitionKey: 'pk', sortKey: 'sk', timeToLive: 'ttl' } as const;

/** What the keys begin with under which deploys are kept, each with its service. */
export const DEPLOYS_OF = 'SVC#';

/** What an item holds beside its keys, as JSON. */
const RECORD = 'record';

/** Incidents by the UTC day they were opened on; projects the record. */
export const BY_DAY = { name: 'byDay', partitionKey: 'day', sortKey: 'listKey', fields: [RECORD] } as const;

/** Incidents by service and UTC month; projects the record. */
export const BY_SERVICE = {
  name: 'byService',
  partitionKey: 'serviceMonth',
  sortKey: 'listKey',
  fields: [RECORD],
} as const;

/** Resolved incidents by the UTC day of their resolution, each by when it opened; projects the record. */
export const BY_RESOLUTION = {
  name: 'byResolution',
  partitionKey: 'resolvedDay',
  sortKey: 'listKey',
  fields: [RECORD],
} as const;

/** Incidents that wait for the clock, as every open one does, in shards; keys only. */
export const BY_WAKE = { name: 'byWake', partitionKey: 'wakeShard', sortKey: 'wakeAt' } as const;

/** Every index of the table. */
export const INDEXES = [BY_DAY, BY_SERVICE, BY_RESOLUTION, BY_WAKE] as const;
