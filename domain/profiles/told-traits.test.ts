import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import type { Json } from '../json.ts';
import { applyEvent } from './apply-event.ts';
import type { EventScope } from './event-scope.ts';
import { leftOutOf } from './left-out.ts';
import { mergeProfiles } from './identities/merge-profiles.ts';
import type { Profile } from './profile.ts';
import { dawn, eventOf, nobody, scopeForTests, twoOrders } from './profiles-for-tests.ts';
import { defaultStages } from './stage.ts';

type Told = { readonly by: 'page' | 'shop'; readonly at: number; readonly traits: Record<string, Json> };

const eventFor = ({ by, at, traits }: Told) =>
  eventOf({ name: 'identify', trust: by === 'page' ? 'public' : 'server', timestamp: dawn + at, traits });

const after = (told: readonly Told[], pageTraits?: readonly string[], from = nobody()): Profile => {
  const scope: EventScope = {
    ...scopeForTests,
    pageTraits: pageTraits === undefined ? undefined : new Set(pageTraits),
  };
  return told.reduce<Profile>(
    (profile, one) =>
      applyEvent({ profile, event: eventFor(one), stages: defaultStages, scope, hour: () => 1 }),
    from,
  );
};
const page = (at: number, traits: Told['traits']): Told => ({ by: 'page', at, traits });
const shop = (at: number, traits: Told['traits']): Told => ({ by: 'shop', at, traits });

describe('what a page of a proven customer says', () => {
  test('is noted where the shop said nothing, and never changes what the shop said, whatever is later', () => {
    expect(after([page(9, { size: 'L', tier: 'gold' }), shop(1, { tier: 'bronze' })]).traits).toEqual({
      size: 'L',
      tier: 'bronze',
    });
    expect(after([shop(1, { tier: 'bronze' }), page(9, { tier: 'gold' })]).traits).toEqual({
      tier: 'bronze',
    });
    expect(after([shop(1, { vip: null }), page(9, { vip: true })]).traits).toEqual({});
    expect(after([page(1, { size: 'L' }), page(2, { size: 'M' })]).traits).toEqual({ size: 'M' });
  });

  test('counts like the shop for the traits that the workspace lists, and no others are taken then', () => {
    const told = [shop(1, { size: 'S', tier: 'bronze' }), page(9, { size: 'L', tier: 'gold', hobby: 'x' })];
    expect(after(told, ['size']).traits).toEqual({ size: 'L', tier: 'bronze' });
    expect(after([...told, shop(10, { size: 'XL' })], ['size']).traits).toEqual({
      size: 'XL',
      tier: 'bronze',
    });
  });

  test('may state the address that a token of the shop stated, and keeps apart what nobody proved', () => {
    const told = [shop(1, { email: 'old@x.test' }), page(2, { email: 'new@x.test', unverified: { a: 1 } })];
    expect(after(told, []).traits).toEqual({ email: 'new@x.test', unverified: { a: 1 } });
  });

  test('that does not count is said on the event, with the way to allow it', () => {
    const profile = after([shop(1, { tier: 'bronze', plan: 'a' })]);
    const event = eventFor(page(2, { tier: 'gold', plan: 'a', size: 'L' }));
    expect(leftOutOf({ profile, event, scope: scopeForTests })).toEqual([
      { path: 'traits.tier', message: expect.stringContaining('tracking.publicTraits') },
    ]);
    const scope = { ...scopeForTests, pageTraits: new Set(['tier']) };
    expect(leftOutOf({ profile, event, scope }).map(({ path }) => path)).toEqual([
      'traits.plan',
      'traits.size',
    ]);
  });

  test('cannot be made the word of the shop by a trait that is named like a mark of the engine', () => {
    const marks = { 'seen:tier': 1, 'page:tier': 1 };
    const told = [shop(1, { tier: 'bronze' }), page(2, marks), page(3, { tier: 'gold' })];
    expect(after(told).traits).toEqual({ tier: 'bronze' });
    expect(after([shop(1, marks)]).traits).toEqual({});
    const event = eventFor(page(2, marks));
    const [said] = leftOutOf({ profile: nobody(), event, scope: scopeForTests });
    expect(said?.message).toContain("the engine's own");
  });
});

const told = fc.array(
  fc.record({
    by: fc.constantFrom('page', 'shop'),
    at: fc.nat(1000),
    traits: fc.dictionary(fc.constantFrom('a', 'b'), fc.constantFrom<Json>(1, 2, null), { minKeys: 1 }),
  }),
  { maxLength: 6 },
);

test('in any order of arrival, and by a merge, the same word stands', () => {
  const distinct = told.filter((all) => new Set(all.map(({ at }) => at)).size === all.length);
  fc.assert(
    fc.property(twoOrders(distinct), fc.nat(6), ([one, other], split) => {
      expect(after(other).traits).toEqual(after(one).traits);
      const into = after(one.slice(0, split));
      const from = after(one.slice(split), undefined, nobody('p2'));
      expect(mergeProfiles({ into, from }).traits).toEqual(after(one).traits);
    }),
  );
});
