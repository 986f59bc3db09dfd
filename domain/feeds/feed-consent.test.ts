import { describe, expect, it, test } from 'vitest';

import { foldEntries } from '../consents/consent-entry.ts';
import { agreesToFeed, feedConsentSchema, isRefusedByContext, type PurposeLine } from './feed-consent.ts';

const now = Date.parse('2026-03-01T12:00:00Z');
const line = (status: 'granted' | 'withdrawn', at: number, more: Partial<PurposeLine> = {}): PurposeLine => ({
  channel: 'email',
  topic: '*',
  status,
  basis: 'express',
  confirmed: false,
  at: now + at,
  ...more,
});
const agrees = (consent: object, lines: readonly PurposeLine[], topics = {}) =>
  agreesToFeed({
    consent: feedConsentSchema.parse(consent),
    consents: foldEntries(
      lines.map((one, index) => ({
        ...one,
        id: `${index}`,
        tenant: 't',
        purpose: 'marketing',
        counts: true,
        recordedAt: now,
      })),
    ),
    lines,
    topics,
    now,
  });

describe('who agrees to another purpose', () => {
  const consent = { purpose: 'analytics' };
  const cases: readonly [string, readonly PurposeLine[], boolean][] = [
    ['silence is no consent', [], false],
    ['a yes counts', [line('granted', -5)], true],
    ['a yes whose time has passed counts no more', [line('granted', -5, { expiresAt: now })], false],
    ['a yes until later counts', [line('granted', -5, { expiresAt: now + 1 })], true],
    ['a no holds after a yes', [line('granted', -5), line('withdrawn', -4)], false],
    [
      'a no holds against a later yes that nobody confirmed',
      [line('withdrawn', -4), line('granted', -2)],
      false,
    ],
    ['a confirmed yes lifts a no', [line('withdrawn', -4), line('granted', -2, { confirmed: true })], true],
    [
      'the order of lines does not matter',
      [line('granted', -2, { confirmed: true }), line('withdrawn', -4)],
      true,
    ],
    [
      'that a yes expired is no word of the person',
      [line('granted', -5), { ...line('granted', -4), status: 'expired' }],
      true,
    ],
  ];
  test.each(cases)('%s', (_name, lines, expected) => {
    expect(agrees(consent, lines)).toBe(expected);
  });

  it('only a yes for the channel and topic that are named counts, and one for all topics', () => {
    const web = { purpose: 'analytics', channel: 'web', topic: 'news' };
    expect(agrees(web, [line('granted', -1)])).toBe(false);
    expect(agrees(web, [line('granted', -1, { channel: 'web', topic: 'offers' })])).toBe(false);
    expect(agrees(web, [line('granted', -1, { channel: 'web', topic: 'news' })])).toBe(true);
    expect(agrees(web, [line('granted', -1, { channel: 'web' })])).toBe(true);
  });
});

describe('who agrees to marketing', () => {
  it('is answered as the send gate answers it, by e-mail and the whole channel by default', () => {
    expect(agrees({ purpose: 'marketing' }, [line('granted', -1)])).toBe(true);
    expect(agrees({ purpose: 'marketing' }, [line('granted', -1, { topic: 'news' })])).toBe(false);
    expect(agrees({ topic: 'news' }, [line('granted', -1, { topic: 'news' })])).toBe(true);
    expect(agrees({ channel: 'sms' }, [line('granted', -1)])).toBe(false);
    expect(agrees({ topic: 'news' }, [line('granted', -1), line('withdrawn', 0)])).toBe(false);
    expect(agrees({ topic: 'news' }, [], { news: { default: 'opt-out' } })).toBe(true);
  });
});

describe('what an event says of consent itself', () => {
  const consent = { purpose: 'analytics' };
  it('is heard as a no, and never as a yes', () => {
    const context = (choices: unknown) => ({ consent: { categoryPreferences: choices } });
    expect(isRefusedByContext({ consent, context: context({ analytics: false }) })).toBe(true);
    expect(isRefusedByContext({ consent, context: context({ analytics: true }) })).toBe(false);
    expect(isRefusedByContext({ consent, context: context({ advertising: false }) })).toBe(false);
    expect(isRefusedByContext({ consent, context: context('junk') })).toBe(false);
    expect(isRefusedByContext({ consent, context: {} })).toBe(false);
  });
});

it('a consent that names nothing is refused', () => {
  expect(feedConsentSchema.safeParse({}).success).toBe(false);
});
