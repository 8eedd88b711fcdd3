import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { alarmInConsole, logsInConsole } from '../../../lib/core/page/console-links.ts';
import { safeLink } from '../../../lib/core/page/links.ts';
import { HOSTILE } from './hostile-corpus.ts';

const AT = '2026-03-04T10:15:00.000Z';

const alarmIn = (address = ''): string => decodeURIComponent(/alarm\/(.*)$/u.exec(address)?.[1] ?? '');

/** Encoded twice, with `$` for `%`. */
const logGroupIn = (address = ''): string => {
  const [, part = ''] = /log-group\/(.*)\/log-events/u.exec(address) ?? [];
  return decodeURIComponent(decodeURIComponent(part.replaceAll('$', '%')));
};

describe('the console of a Region', () => {
  it.each([
    ['us-east-1', 'https://us-east-1.console.aws.amazon.com/cloudwatch/home?region=us-east-1'],
    ['ap-southeast-2', 'https://ap-southeast-2.console.aws.amazon.com/cloudwatch/home?region=ap-southeast-2'],
    ['cn-north-1', 'https://cn-north-1.console.amazonaws.cn/cloudwatch/home?region=cn-north-1'],
    ['us-gov-west-1', 'https://us-gov-west-1.console.amazonaws-us-gov.com/cloudwatch/home?region=us-gov-west-1'],
    ['eusc-de-east-1', 'https://eusc-de-east-1.console.amazonaws-eusc.eu/cloudwatch/home?region=eusc-de-east-1'],
  ])('is that of its partition: %s', (region, home) => {
    expect(alarmInConsole(region, 'web')).toBe(`${home}#alarmsV2:alarm/web`);
    expect(logsInConsole(region, 'web', AT)).toMatch(`${home}#logsV2:log-groups/log-group/web/log-events`);
  });

  it.each([
    'us-iso-east-1',
    'us-isob-east-1',
    'eu-isoe-west-1',
    'us-isof-south-1',
    'unknown',
    '',
    'evil.example/x',
    'a-b-1.evil.example',
  ])('is none where nobody knows one: %s', (region) => {
    expect([alarmInConsole(region, 'web'), logsInConsole(region, 'web', AT)]).toEqual([undefined, undefined]);
  });
});

describe('an alarm in the console', () => {
  const name = fc.oneof(fc.string({ maxLength: 255 }), fc.constantFrom(...HOSTILE.map((text) => text.slice(0, 255))));

  it('is one address that stays a link whole, whatever its name, and leads to that name', () => {
    fc.assert(
      fc.property(name, (alarmName) => {
        const address = alarmInConsole('us-east-1', alarmName);
        expect(address).toMatch(/^https:\/\/us-east-1\.console\.aws\.amazon\.com\/[\w.?=#:/%-]*$/u);
        expect(alarmIn(address)).toBe(alarmName.toWellFormed());
      }),
    );
  });

  it('stays a link in a message, whatever its name', () => {
    const short = name.map((text) => text.slice(0, 60)).filter((text) => text !== '');
    fc.assert(
      fc.property(short, (alarmName) => {
        const address = alarmInConsole('us-east-1', alarmName);
        expect(safeLink(address)).toBe(address);
      }),
    );
  });
});

describe('a log group in the console', () => {
  it('is encoded as the console reads it, at the time of the alarm', () => {
    expect(logsInConsole('us-east-1', '/ecs/web', AT)).toBe(
      'https://us-east-1.console.aws.amazon.com/cloudwatch/home?region=us-east-1#logsV2:log-groups/log-group/$252Fecs$252Fweb/log-events$3Fstart$3D1772618400000$26end$3D1772622000000',
    );
  });

  it.each(['/ecs/web', '/aws/lambda/check#out', 'a$b', 'a%2Fb', 'with space', '/a(b)*', ...HOSTILE])(
    'leads to its name and nowhere else: %j',
    (logGroup) => {
      const address = logsInConsole('us-east-1', logGroup, AT);
      expect(address).toMatch(
        /^https:\/\/us-east-1\.console\.aws\.amazon\.com\/cloudwatch\/home\?region=us-east-1#[\w.:/$-]+$/u,
      );
      expect(logGroupIn(address)).toBe(logGroup.toWellFormed());
    },
  );

  it('is none at a time that is none', () => {
    expect(logsInConsole('us-east-1', 'web', 'soon')).toBeUndefined();
  });
});
