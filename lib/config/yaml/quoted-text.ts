/** More of a name or a text says nothing that its beginning does not. */
const MOST_SHOWN = 60;

/** Text of the file within a message: in quotes, cut, and with what nobody would see in it escaped. */
export const quotedText = (text: string): string =>
  JSON.stringify(text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN)}…` : text).replaceAll(
    /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu,
    (unseen) => `\\u${unseen.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
