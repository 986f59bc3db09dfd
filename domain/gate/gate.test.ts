import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { journeyOf } from '../journey/play-for-tests.ts';
import type { SendStep } from '../journey/steps.ts';
import type { Profile } from '../profiles/profile.ts';
import { nobody } from '../profiles/profiles-for-tests.ts';
import { timesOfDay, zonedInstants } from '../time/zones-for-tests.ts';
import { tenantSettingsSchema } from '../workspace/tenant-settings.ts';
import {
  capRefusal,
  consentRefusal,
  type Passage,
  pressureKeptMs,
  pressureOf,
  quietRefusal,
} from './gate.ts';
import type { LimitOwner } from './limits.ts';

const now = Date.parse('2026-06-03T10:00:00Z');
const hour = 3_600_000;
const day = 24 * hour;

const settingsWith = (more: Record<string, unknown>) =>
  tenantSettingsSchema.parse({
    tenant: 'shop',
    name: 'Shop',
    url: 'https://shop.example',
    defaultLocale: 'en',
    timezone: 'Europe/Madrid',
    currency: 'EUR',
    from: 'hello@shop.example',
    postalAddress: 'Calle Mayor 1, Madrid',
    topics: { news: { name: 'News' }, tips: { name: 'Tips', default: 'opt-out' } },
    ...more,
  });

const sendWith = (more: Record<string, unknown>): SendStep => {
  const [step] = journeyOf({
    steps: [{ id: 'mail', type: 'send', channel: 'email', message: 'hello', ...more }],
  }).steps;
  if (step?.type !== 'send') throw new Error('not a send');
  return step;
};

const passage = (
  more: Partial<Omit<Passage, 'settings' | 'step'>> & {
    settings?: Record<string, unknown>;
    step?: Record<string, unknown>;
  } = {},
): Passage => ({
  messageId: 'm-new',
  class: 'marketing',
  channel: 'email',
  topic: 'news',
  profile: nobody(),
  zone: 'Europe/Madrid',
  now,
  ...more,
  settings: settingsWith(more.settings ?? {}),
  step: sendWith(more.step ?? {}),
});

const granted: Profile = {
  ...nobody(),
  consents: { email: { '*': { state: 'granted', at: 1, source: 'form' } } },
};
const pressed = (...ats: readonly number[]): Profile => ({
  ...granted,
  pressure: ats.map((at, n) => ({ id: `m${n}`, at, channel: 'email', topic: 'news' })),
});

describe('consent at the gate', () => {
  test('marketing needs it, transactional messages do not', () => {
    expect(consentRefusal(passage())).toEqual({
      kind: 'skipped',
      reason: 'no-consent',
      detail: { topic: 'news', channel: 'email' },
    });
    expect(consentRefusal(passage({ profile: granted }))).toBeUndefined();
    expect(consentRefusal(passage({ class: 'transactional' }))).toBeUndefined();
    expect(consentRefusal(passage({ topic: 'tips' })), 'opt-out topic').toBeUndefined();
    expect(consentRefusal(passage({ topic: 'unheard-of' }))).toMatchObject({ reason: 'no-consent' });
  });

  test('anyone who asked not to be processed gets nothing at all', () => {
    const profile: Profile = { ...granted, restricted: true };
    expect(consentRefusal(passage({ profile, class: 'transactional' }))).toEqual({
      kind: 'skipped',
      reason: 'restricted',
    });
  });
});

describe('frequency caps', () => {
  const settings = { caps: [{ channel: 'email', max: 2, within: '7 days' }] };
  const profile = pressed(now - 2 * day, now - day);

  test('hold in any stretch of their length, and let one through when there is room', () => {
    expect(capRefusal(passage({ settings, profile: pressed(now - day) }))).toBeUndefined();
    expect(capRefusal(passage({ settings, profile: pressed(now - 7 * day, now - day) }))).toBeUndefined();
    expect(capRefusal(passage({ settings, profile }))).toEqual({
      kind: 'deferred',
      reason: 'capped',
      until: now + 5 * day + 1,
      detail: { max: 2, within: '7 days' },
    });
  });

  test('wait, skip or exit, as the step says', () => {
    const at = (onCap: string) => capRefusal(passage({ settings, profile, step: { onCap } }));
    expect(at('wait')?.kind).toBe('deferred');
    expect(at('skip')).toMatchObject({ kind: 'skipped', reason: 'capped' });
    expect(at('exit')).toEqual({
      kind: 'exit',
      reason: 'capped',
      outcome: 'capped',
      detail: { max: 2, within: '7 days' },
    });
  });

  test('count only what they are about, and never a message against itself', () => {
    const other = profile.pressure.map((one) => ({ ...one, channel: 'sms' }));
    expect(capRefusal(passage({ settings, profile: { ...profile, pressure: other } }))).toBeUndefined();
    expect(capRefusal(passage({ settings, profile, channel: 'sms' }))).toBeUndefined();
    expect(capRefusal(passage({ settings, profile, class: 'transactional' }))).toBeUndefined();
    expect(capRefusal(passage({ settings, profile, messageId: 'm1' }))).toBeUndefined();
    const byTopic = { caps: [{ topic: 'tips', max: 1, within: '7 days' }] };
    expect(capRefusal(passage({ settings: byTopic, profile }))).toBeUndefined();
  });

  test('of several that are full, the one that has room last is waited for', () => {
    const both = {
      caps: [
        { max: 2, within: '3 days' },
        { max: 1, within: '30 days' },
      ],
    };
    expect(capRefusal(passage({ settings: both, profile }))).toMatchObject({ until: now + 29 * day + 1 });
  });

  const lengths = fc.constantFrom('1 hour', '2 days', '7 calendar days', '1 month', '1 calendar day');
  test('waiting until there is room leaves room: the same cap never holds a second time', () => {
    fc.assert(
      fc.property(
        zonedInstants,
        fc.array(fc.integer({ min: 0, max: 40 * day }), { minLength: 1, maxLength: 6 }),
        lengths,
        fc.integer({ min: 1, max: 3 }),
        ({ zone, at }, ages, within, max) => {
          const given = {
            settings: { caps: [{ max, within }] },
            zone,
            profile: pressed(...ages.map((age) => at - age)),
          };
          const refused = capRefusal(passage({ ...given, now: at }));
          if (refused?.kind !== 'deferred') return;
          expect(refused.until).toBeGreaterThan(at);
          expect(capRefusal(passage({ ...given, now: refused.until }))).toBeUndefined();
        },
      ),
      { numRuns: 500 },
    );
  });
});

test('messages are remembered as long as the longest cap counts them', () => {
  const within = ['1 hour', '60 days', '3 months'].map((length) => ({ within: length }));
  expect(pressureKeptMs(within)).toBeGreaterThan(93 * day);
  expect(pressureKeptMs([])).toBeGreaterThan(0);
});

describe('quiet hours', () => {
  test('those of the country hold as well as those of the tenant, and say which rule it is', () => {
    const sunday = Date.parse('2026-06-07T10:00:00Z');
    const profile: Profile = { ...granted, traits: { country: 'FR', timezone: 'Europe/Paris' } };
    const settings = { quietHours: [{ from: '20:00', to: '10:00' }] };
    const text = { settings, now: sunday, profile, zone: 'Europe/Paris', channel: 'sms' };
    const refused = quietRefusal(passage(text));
    expect(refused).toMatchObject({
      kind: 'deferred',
      reason: 'quiet-hours',
      detail: { by: 'country', rule: 'FR-sms', source: expect.stringContaining('Sundays') },
    });
    // Monday at 8:00 is quiet for the tenant still.
    const until = refused?.kind === 'deferred' ? refused.until : 0;
    expect(until).toBeGreaterThanOrEqual(Date.parse('2026-06-08T08:00:00Z'));
    expect(until).toBeLessThan(Date.parse('2026-06-08T08:20:00Z'));
    expect(quietRefusal(passage({ ...text, class: 'transactional' }))).toBeUndefined();
    const off = { ...settings, countryHours: false };
    expect(quietRefusal(passage({ ...text, settings: off }))).toBeUndefined();
  });

  const settings = { quietHours: [{ from: '22:00', to: '08:00' }] };
  const night = Date.parse('2026-06-03T21:00:00Z');
  const morning = Date.parse('2026-06-04T06:00:00Z');

  test('hold marketing until they end in the zone of the person, spread over twenty minutes', () => {
    const untils = Array.from({ length: 200 }, (_m, n) => {
      const refused = quietRefusal(passage({ settings, now: night, messageId: `m${n}` }));
      return refused?.kind === 'deferred' ? refused.until - morning : -1;
    });
    expect(Math.min(...untils)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...untils)).toBeLessThan(20 * 60_000);
    expect(new Set(untils).size).toBeGreaterThan(190);
    expect(quietRefusal(passage({ settings, now: night, zone: 'America/New_York' }))).toBeUndefined();
    expect(quietRefusal(passage({ settings, now: night, class: 'transactional' }))).toBeUndefined();
  });

  test('a message is held until the same instant however often it is asked', () => {
    const one = quietRefusal(passage({ settings, now: night }));
    expect(quietRefusal(passage({ settings, now: night + hour }))).toEqual(one);
  });

  test('skip when the step says so', () => {
    const skip = passage({ settings, now: night, step: { onQuiet: 'skip' } });
    expect(quietRefusal(skip)).toEqual({ kind: 'skipped', reason: 'quiet-hours' });
  });

  test('hold only on their channel and in their country', () => {
    const sms = { quietHours: [{ channel: 'sms', from: '22:00', to: '08:00' }] };
    expect(quietRefusal(passage({ settings: sms, now: night }))).toBeUndefined();
    const spain = { quietHours: [{ country: 'ES', from: '22:00', to: '08:00' }] };
    const of = (traits: Profile['traits']): Profile => ({ ...granted, traits });
    expect(quietRefusal(passage({ settings: spain, now: night }))).toBeUndefined();
    expect(
      quietRefusal(passage({ settings: spain, now: night, profile: of({ country: 'es' }) })),
    ).toBeDefined();
    expect(
      quietRefusal(passage({ settings: spain, now: night, profile: of({ address: { country: 'ES' } }) })),
    ).toBeDefined();
    expect(
      quietRefusal(passage({ settings: spain, now: night, profile: of({ country: 'FR' }) })),
    ).toBeUndefined();
  });

  test('what was held goes out after them: the same hours never hold it again at that instant', () => {
    fc.assert(
      fc.property(zonedInstants, timesOfDay, timesOfDay, ({ zone, at }, from, to) => {
        if (from === to || to === '00:00') return;
        const given = { settings: { quietHours: [{ from, to }] }, zone };
        const refused = quietRefusal(passage({ ...given, now: at }));
        if (refused?.kind !== 'deferred') return;
        expect(refused.until).toBeGreaterThan(at);
      }),
      { numRuns: 300 },
    );
  });
});

describe('limits of a journey, a message and a step', () => {
  const from = { journey: 'cart', step: 'mail', message: 'hello' };
  const sentBy = (one: Partial<typeof from>, at = now - day): Profile => ({
    ...granted,
    pressure: [{ id: 'm1', at, channel: 'email', topic: 'news', ...from, ...one }],
  });
  const capped = (by: LimitOwner, profile: Profile, settings = {}) =>
    capRefusal(
      passage({
        profile,
        settings,
        from,
        limits: [{ by, caps: [{ max: 1, within: '3 days' }], quietHours: [] }],
      }),
    );

  test('a cap counts what it is about alone, and says whose it is', () => {
    const detail = (by: LimitOwner) => ({ detail: { max: 1, within: '3 days', by } });
    expect(capped('journey', sentBy({ step: 'other', message: 'other' }))).toMatchObject(detail('journey'));
    expect(capped('journey', sentBy({ journey: 'other' }))).toBeUndefined();
    expect(capped('message', sentBy({ journey: 'other', step: 'other' }))).toMatchObject(detail('message'));
    expect(capped('message', sentBy({ message: 'other' }))).toBeUndefined();
    expect(capped('step', sentBy({ message: 'other' }))).toMatchObject(detail('step'));
    expect(capped('step', sentBy({ step: 'other' }))).toBeUndefined();
  });

  test('never widen a cap of the tenant', () => {
    const settings = { caps: [{ max: 1, within: '7 days' }] };
    expect(capped('journey', sentBy({ journey: 'other' }), settings)).toMatchObject({
      until: now + 6 * day + 1,
    });
  });

  test('a message is remembered as long as they count it, beyond what the tenant counts', () => {
    const limits = [{ by: 'message' as const, caps: [{ max: 2, within: '30 days' }], quietHours: [] }];
    const settings = { caps: [{ max: 1, within: '1 day' }] };
    expect(pressureOf(passage({ settings, from, limits }))).toMatchObject(from);
    expect(pressureOf(passage({ settings, from, limits })).keptUntil).toBeGreaterThan(now + 30 * day);
    expect(pressureOf(passage({ settings, from })).keptUntil).toBeUndefined();
  });

  test('quiet hours are added to those of the tenant, and the ledger can say whose held it', () => {
    const settings = { quietHours: [{ from: '22:00', to: '08:00' }] };
    const limits = [{ by: 'message' as const, caps: [], quietHours: [{ from: '08:00', to: '10:00' }] }];
    const at = (time: string) =>
      quietRefusal(passage({ settings, limits, now: Date.parse(`2026-06-04T${time}:00Z`) }));
    const ten = Date.parse('2026-06-04T08:00:00Z');
    const night = at('01:00');
    expect(night?.kind === 'deferred' ? night.until : 0).toBeGreaterThanOrEqual(ten);
    expect(night).not.toHaveProperty('detail');
    expect(at('07:00')).toMatchObject({ kind: 'deferred', detail: { by: 'message' } });
    expect(at('09:00')).toBeUndefined();
  });

  test('that leave no time with those of a tenant who changed theirs since do not stop a message for ever', () => {
    const settings = { quietHours: [{ from: '12:00', to: '08:00' }] };
    const limits = [{ by: 'journey' as const, caps: [], quietHours: [{ from: '08:00', to: '12:00' }] }];
    const noon = Date.parse('2026-06-04T07:00:00Z');
    expect(quietRefusal(passage({ settings, limits, now: noon }))).toBeUndefined();
  });
});
