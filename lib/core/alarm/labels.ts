import { fieldsOf } from '../json-value.ts';
import { safeText } from '../safe-text.ts';

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_Tag.html: 50 of them, 128 and 256 characters. */
const LABEL_LIMITS = { tags: 50, key: 128, value: 256 } as const;

/** Texts by name, made safe and cut: whoever makes an alarm writes them. */
export const labelsOf = (value: unknown, most: number = LABEL_LIMITS.tags): Record<string, string> => {
  const labels = new Map<string, string>();
  for (const [key, text] of Object.entries(fieldsOf(value))) {
    if (labels.size >= most) break;
    const name = safeText(key, LABEL_LIMITS.key);
    if (typeof text === 'string' && name !== '') labels.set(name, safeText(text, LABEL_LIMITS.value));
  }
  return Object.fromEntries(labels);
};
