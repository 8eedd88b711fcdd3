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
    ['a second cookie', 'Cookie: theme=dark; sid=hunter2', 'hunter2'],
    ['a password of JSON within a text', String.raw`body={\"password\":\"hunter2\"}`, 'hunter2'],
    ['a password of JSON within JSON', String.raw`{\\\"password\\\":\\\"hunter2\\\"}`, 'hunter2'],
    ['a quoted password with a quotation mark', String.raw`{"password":"hun\"ter2"}`, 'ter2'],
    ['a header with several values', '{"x-api-key":["hunter2"]}', 'hunter2'],
    ['a token of another scheme', 'Authorization: Token hunter2', 'hunter2'],
    ['a secret key by its name', 'secretKey=hunter2', 'hunter2'],
    ['a key of a connection', 'AccountName=shop;AccountKey=hunter2==;Suffix=x', 'hunter2'],
    ['a shared signature', 'GET /a?sv=1&sig=hunter2%3D', 'hunter2'],
    ['a password with an @ in an address', 'postgres://app:hun@ter2@db/shop', 'ter2'],
    ['an option', 'run --db-password hunter2 --verbose', 'hunter2'],
    ['an element', '<ns:password>hunter2</ns:password>', 'hunter2'],
    ['an arrow', "password => 'hunter2'", 'hunter2'],
    ['a token of Slack', 'xapp-1-A0123-hunter2', 'hunter2'],
    ['an address that posts to Slack', 'https://hooks.slack.com/services/T01/B01/abcdefghijklmnopqrstuvwx', 'abcdefgh'],
    ['a key after a name', 'using wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY=', 'wJalrXUtnFEMI'],
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
    'requestId=8f507cfc-6c4b-4697-b07a-ac58fc914c95 failed',
    'GET /Orders/8f507cfc-6c4b-4697-b07a-ac58fc914c95/items 500',
    'commitSha=3f786850e387550fdab836ed7e6dc881de23001b is out',
    'Root=1-5759e988-bd862e3fe1be46a994272793 timed out',
    'GET /api/v1/Customers/1234/orders/55555/items 500 at 1700000000060',
    'no such file /home/Runner/work/orders2/OrdersServiceConfigProvider/settings.json',
    'cannot find express@4.18.2',
    'basic authentication failed',
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
