import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { withoutSecrets } from '../../../lib/core/logs/secrets.ts';

describe('a secret in a line of a log', () => {
  it.each([
    ['a password', 'connect user=app password=hunter2 host=db', 'hunter2'],
    ['a quoted password', 'login {"password": "hunter2 and more"}', 'hunter2'],
    ['a password of an environment', 'DB_PASSWORD=hunter2', 'hunter2'],
    ['a password in an address', 'postgres://app:hunter2@db.internal:5432/shop', 'hunter2'],
    ['a bearer token', 'Authorization: Bearer abcdef0123456789', 'abcdef0123456789'],
    ['a bearer token alone', 'sent bearer abcdef0123456789', 'abcdef0123456789'],
    ['basic credentials', 'authorization=Basic dXNlcjpodW50ZXIy', 'dXNlcjpodW50ZXIy'],
    ['a JSON Web Token', 'got eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl.', 'eyJzdWIiOiIxIn0'],
    ['half a JSON Web Token', 'got eyJhbGciOiJIUzI1NiJ9.eyJzd', 'eyJhbGciOiJIUzI1NiJ9'],
    ['an access key of AWS', 'as AKIAIOSFODNN7EXAMPLE', 'AKIAIOSFODNN7EXAMPLE'],
    ['a temporary one', 'as ASIAIOSFODNN7EXAMPLE', 'ASIAIOSFODNN7EXAMPLE'],
    ['a secret key of AWS', 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY', 'wJalrXUtnFEMI'],
    ['a signed address', 'GET /x?X-Amz-Signature=0123456789abcdef&a=b', '0123456789abcdef'],
    ['a private key', '-----BEGIN RSA PRIVATE KEY----- MIIEow -----END RSA PRIVATE KEY-----', 'MIIEow'],
    ['half a private key', '-----BEGIN PRIVATE KEY----- MIIEow', 'MIIEow'],
    ['a token of GitHub', 'clone with ghp_0123456789abcdefghij', 'ghp_0123456789abcdefghij'],
    ['a key of Stripe', `charge by sk_live_0123456789abcdef`, '0123456789abcdef'],
    ['an e-mail address', 'no user bob.smith+shop@mail.example.com', 'bob.smith'],
    ['the number of a card', 'declined 4111 1111 1111 1111 of', '1111 1111'],
    ['a cookie', 'cookie: sid=0123; theme', 'sid=0123'],
  ])('is masked: %s', (_what, line, secret) => {
    expect(line).toContain(secret);
    expect(withoutSecrets(line)).not.toContain(secret);
  });

  it.each([
    'connect ECONNREFUSED 10.0.3.4:5432 after 3 tries',
    'order 1234567890123456 of customer 17 is late',
    'GET /products/35 200 in 12 ms',
    'tokenizer loaded 4 models; compass: north',
    'request 8f507cfc-6c4b-4697-b07a-ac58fc914c95 took 3.2 s',
  ])('is not seen in %s', (line) => {
    expect(withoutSecrets(line)).toBe(line);
  });

  it('is masked wherever it stands, and never twice', () => {
    const word = fc.stringMatching(/^[a-z ]{0,20}$/u);
    fc.assert(
      fc.property(word, fc.stringMatching(/^[A-Za-z0-9]{8,40}$/u), word, (before, secret, after) => {
        const masked = withoutSecrets(`${before} password=${secret} ${after}`);
        expect(masked).toContain('password=***');
        expect(withoutSecrets(masked)).toBe(masked);
      }),
    );
  });
});
