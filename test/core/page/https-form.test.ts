import { describe, expect, it } from 'vitest';
import type { Target } from '../../../lib/core/configuration.ts';
import { httpsFormOf } from '../../../lib/core/page/https-form.ts';
import { threeLevels } from '../../support/configurations.ts';

const channels = {
  slack: { name: '#ops', kind: 'chat' },
  robot: { name: 'Robot', kind: 'https' },
  team: { name: 'Web team', kind: 'email' },
} as const;

describe('what a subscription by HTTPS gets', () => {
  it.each<[Target, string]>([
    ['channel:slack', 'chat'],
    ['ops', 'chat'],
    ['channel:robot', 'json'],
    ['channel:team', 'json'],
    ['responder:alice', 'json'],
    ['responder:slack', 'json'],
    ['channel:removed', 'json'],
    ['channel:constructor', 'json'],
  ])('at the topic of %s is %s', (target, form) => {
    expect(httpsFormOf({ ...threeLevels, channels }, target)).toBe(form);
  });
});
