/** Why a command was refused. A value, not an exception: a late acknowledgement is ordinary traffic. */
export type Rejection =
  | { readonly reason: 'incident-absent' | 'incident-resolved' | 'snooze-out-of-range' | 'note-out-of-range' }
  | { readonly reason: 'group-has-open-incident'; readonly incidentId: string };
