import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { type Hashed, type Member, planAudience, removable } from './plan-audience.ts';

const place = { instance: 'ads', audience: '1' };
const hashed = (email: string, phone?: string): Hashed => ({
  identifiers: { email, ...(phone === undefined ? {} : { phone }) },
  details: {},
});
const member = (id: string, profileId: string | undefined, of: Hashed, more: object = {}): Member => ({
  id,
  ...place,
  ...(profileId === undefined ? {} : { profileId }),
  ...of,
  isSure: true,
  ...more,
});

describe('the plan of an audience', () => {
  test('who belongs in it joins, who does not leaves, and who stays is left alone', () => {
    const members = [member('1', 'ana', hashed('a')), member('2', 'ben', hashed('b'))];
    const wanted = new Map([
      ['ana', hashed('a')],
      ['eva', hashed('e')],
    ]);
    const plan = planAudience({ place, wanted, members });
    expect(plan.add).toEqual([{ profileId: 'eva', hashed: hashed('e') }]);
    expect(plan.remove.map(({ id }) => id)).toEqual(['2']);
  });

  test('another address leaves by the old hash and joins by the new one', () => {
    const members = [member('1', 'ana', hashed('old'))];
    const plan = planAudience({ place, wanted: new Map([['ana', hashed('new')]]), members });
    expect(plan).toMatchObject({ add: [{ hashed: hashed('new') }], remove: [{ id: '1' }] });
  });

  test('a call whose end nobody knows is made again', () => {
    const members = [member('1', 'ana', hashed('a'), { isSure: false })];
    const plan = planAudience({ place, wanted: new Map([['ana', hashed('a')]]), members });
    expect(plan).toEqual({ add: [{ profileId: 'ana', hashed: hashed('a') }], remove: [] });
  });

  test('members of another audience, and of people who were erased, leave it', () => {
    const members = [member('1', 'ana', hashed('a'), { audience: '2' }), member('2', undefined, hashed('b'))];
    const plan = planAudience({ place, wanted: new Map([['ana', hashed('a')]]), members });
    expect(plan.add).toHaveLength(1);
    expect(plan.remove.map(({ id }) => id)).toEqual(['1', '2']);
  });

  test('whatever was sent before and lost in between, carrying plans out ends with exactly those who are wanted', () => {
    const person = fc.constantFrom('ana', 'ben', 'eva', 'leo');
    const address = fc.constantFrom('a', 'b', 'c');
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.array(fc.tuple(person, address), { maxLength: 4 }), fc.nat(6)), {
          maxLength: 6,
        }),
        (rounds) => {
          const there = new Set<string>();
          let members: readonly Member[] = [];
          const settle = (wanted: ReadonlyMap<string, Hashed>, steps: number): void => {
            let left = steps;
            const plan = planAudience({ place, wanted, members });
            const known = new Set(members.map(({ id }) => id));
            const added = plan.add.map(({ profileId, hashed: of }) =>
              member(`${profileId}:${of.identifiers['email'] ?? ''}`, profileId, of, { isSure: false }),
            );
            members = [...members, ...added.filter(({ id }) => !known.has(id))];
            const stays = (id: string) => !plan.remove.some((one) => one.id === id);
            if ((left -= 1) < 0) return;
            const others = new Set(
              members.filter(({ id }) => stays(id)).flatMap((one) => Object.values(one.identifiers)),
            );
            for (const { identifiers } of removable(plan.remove, others))
              there.delete(identifiers['email'] ?? '');
            if ((left -= 1) < 0) return;
            members = members.filter(({ id }) => stays(id));
            for (const { identifiers } of added) there.add(identifiers['email'] ?? '');
            if ((left -= 1) < 0) return;
            members = members.map((one) => ({ ...one, isSure: true }));
          };
          const all = ['ana', 'ben', 'eva', 'leo'];
          for (const [who, steps] of rounds)
            settle(new Map(who.map(([name, one]) => [name, hashed(one)])), steps);
          const last = new Map<string, Hashed>(
            (rounds.at(-1)?.[0] ?? []).map(([name, one]) => [name, hashed(one)]),
          );
          settle(last, 9);
          expect(all.filter((name) => last.has(name)).length).toBe(last.size);
          expect([...there].toSorted()).toEqual(
            [...new Set([...last.values()].map(({ identifiers }) => identifiers['email']))].toSorted(),
          );
        },
      ),
    );
  });
});

describe('the hashes to remove somebody by', () => {
  test('are without those that somebody else in the audience has', () => {
    const leaving = [member('1', 'ana', { ...hashed('a', 'p'), details: { fn: 'x' } })];
    expect(removable(leaving, new Set(['p']))).toEqual([{ identifiers: { email: 'a' }, details: {} }]);
    expect(removable(leaving, new Set(['p', 'a']))).toEqual([]);
    expect(removable(leaving, new Set())).toEqual([
      { identifiers: { email: 'a', phone: 'p' }, details: { fn: 'x' } },
    ]);
  });
});
