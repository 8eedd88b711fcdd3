import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';

/** Distinguished encoding of ASN.1: a tag, how long, and what. */
const der = (tag: number, ...parts: readonly Buffer[]): Buffer => {
  const content = Buffer.concat(parts);
  const { length } = content;
  const size = length < 0x80 ? [length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
};

const [SEQUENCE, SET, INTEGER, BIT_STRING, UTC_TIME, LATE_TIME] = [0x30, 0x31, 0x02, 0x03, 0x17, 0x18] as const;
const SHA256_WITH_RSA = Buffer.from('300d06092a864886f70d01010b0500', 'hex');
const COMMON_NAME = Buffer.from('0603550403', 'hex');

export interface SelfSigned {
  readonly privateKey: KeyObject;
  readonly certificate: string;
}

/** A new key and its certificate, of nobody: Node makes the one and not the other, and a key has no place in a repository. */
export const selfSigned = (): SelfSigned => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const name = der(SEQUENCE, der(SET, der(SEQUENCE, COMMON_NAME, der(0x0c, Buffer.from('nobody')))));
  const validity = der(
    SEQUENCE,
    der(UTC_TIME, Buffer.from('200101000000Z')),
    der(LATE_TIME, Buffer.from('99991231235959Z')),
  );
  const version = der(0xa0, der(INTEGER, Buffer.from([2])));
  const key = publicKey.export({ type: 'spki', format: 'der' });
  const body = der(SEQUENCE, version, der(INTEGER, Buffer.from([1])), SHA256_WITH_RSA, name, validity, name, key);
  const signature = der(BIT_STRING, Buffer.from([0]), sign('RSA-SHA256', body, privateKey));
  const pem = der(SEQUENCE, body, SHA256_WITH_RSA, signature).toString('base64');
  return { privateKey, certificate: `-----BEGIN CERTIFICATE-----\n${pem}\n-----END CERTIFICATE-----\n` };
};
