import { type Configuration, OPS, type Target } from '../configuration.ts';

/**
 * What a subscription by HTTPS gets: `chat`, the document of Amazon Q Developer, which subscribes by HTTPS to the topics
 * of its channels; `json`, what `schema/page.schema.json` describes, for whoever wrote a receiver.
 */
export type HttpsForm = 'chat' | 'json';

/** A channel that the configuration names no more may be anything: no guess is made for it. */
export const httpsFormOf = ({ channels }: Configuration, target: Target): HttpsForm => {
  if (target === OPS) return 'chat';
  const id = target.slice('channel:'.length);
  const isChat = target.startsWith('channel:') && Object.hasOwn(channels, id) && channels[id]?.kind === 'chat';
  return isChat ? 'chat' : 'json';
};
