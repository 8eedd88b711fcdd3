import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';

/** Of the text in UTF-8: 64 hex digits. */
export type Sha256 = (text: string) => string;

export const sha256Hex: Sha256 = (text) => bytesToHex(sha256(utf8ToBytes(text)));
