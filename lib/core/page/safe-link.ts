/** A host by name, without user and port, then only what neither mrkdwn nor Markdown nor HTML reads as markup. */
const ADDRESS = String.raw`https:\/\/(?:[a-z0-9](?:[a-z0-9-]{0,62})\.){1,8}[a-z]{2,24}(?:[/?#][A-Za-z0-9/?#%&=+$~:;,.!'()*_-]{0,1500})?`;
const WHOLE = new RegExp(`^${ADDRESS}$`);
/** As a word of its own; a full stop or bracket behind it is the sentence's. */
const WITHIN = new RegExp(String.raw`(?<=(?:^|\s)\(?)${ADDRESS}(?<![.,;:!?'()*_~])(?=[.,;:!?)]*(?:\s|$))`, 'g');

/** The address, where it is one that may stay a link wherever it is shown. */
export const safeLink = (address: string | undefined): string | undefined =>
  address !== undefined && WHOLE.test(address) ? address : undefined;

/** Texts and addresses that may stay links, in turn: at every odd place stands an address. */
export const splitAtLinks = (text: string): readonly string[] => {
  const parts: string[] = [];
  let end = 0;
  for (const { 0: link, index } of text.matchAll(WITHIN)) {
    parts.push(text.slice(end, index), link);
    end = index + link.length;
  }
  return [...parts, text.slice(end)];
};
