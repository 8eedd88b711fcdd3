import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** Texts that only this server's own forms hold. */
export interface Nonces {
  readonly make: () => string;
  readonly isOwn: (nonce: string) => boolean;
}

/** Characters of the random part, and of its seal. */
const RANDOM = 16;
const SEAL = 32;

/** Sealed by a key that lives as long as the process: who cannot read a screen cannot make one. */
export const ownNonces = (): Nonces => {
  const key = randomBytes(32);
  const sealOf = (text: string): string => createHmac('sha256', key).update(text).digest('base64url').slice(0, SEAL);
  return {
    make: () => {
      const text = randomBytes(12).toString('base64url');
      return `${text}${sealOf(text)}`;
    },
    isOwn: (nonce) => {
      const [given, own] = [Buffer.from(nonce.slice(RANDOM)), Buffer.from(sealOf(nonce.slice(0, RANDOM)))];
      return given.length === own.length && timingSafeEqual(given, own);
    },
  };
};
