/** What a form held that was not carried out: its reader gets it back. */
export interface Kept {
  readonly action: string;
  /** The note, as it was typed. */
  readonly text: string;
  readonly for: string;
  readonly to: string;
  readonly cause: string;
  readonly by: string;
}

export const NOTHING_KEPT: Kept = { action: '', text: '', for: '', to: '', cause: '', by: '' };

export const keptOf = (fields: Readonly<Record<string, string>>): Kept => {
  const { action = '', text = '', for: time = '', to = '', cause = '', by = '' } = fields;
  // A browser sends other ends of lines than it shows.
  return { action, text: text.replaceAll('\r\n', '\n'), for: time, to, cause, by };
};
