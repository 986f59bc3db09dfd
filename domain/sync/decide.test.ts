import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { Json } from '../json.ts';
import type { Consents } from '../profiles/consents.ts';
import { decideField, type Agreed } from './decide.ts';
import { type FieldState, type OurSide, planPair } from './plan-pair.ts';
import { type SyncSettings, syncSchema } from './sync-settings.ts';
import { valueHash } from './values.ts';

const settings = (more: object = {}): SyncSettings =>
  syncSchema.parse({
    plugin: 'crm',
    object: 'contacts',
    fields: [{ ours: 'city', theirs: 'town', ...more }],
  });
const ruleOf = (more: object = {}) => {
  const [rule] = settings(more).fields;
  if (rule === undefined) throw new Error('there is one');
  return rule;
};

const at = (value: Json, time?: number) => ({ value, at: time });
const agreedOn = (value: Json, time: number): Agreed => ({ hash: valueHash(value), at: time });
const now = 1000;

describe('one field of two records that are the same', () => {
  const decide = (input: {
    ours: Json;
    theirs: Json;
    agreed?: Agreed;
    oursAt?: number;
    theirsAt?: number;
    rule?: object;
  }) =>
    decideField({
      rule: ruleOf(input.rule),
      ours: at(input.ours, input.oursAt),
      theirs: at(input.theirs, input.theirsAt),
      agreed: input.agreed,
      now,
    });

  it('is left alone by anyone who said it: what we wrote comes back as no change, and what came in goes not out again', () => {
    const agreed = agreedOn('Sevilla', 500);
    expect(decide({ ours: 'Sevilla', theirs: 'Sevilla', agreed })).toEqual({ kind: 'same' });
    // What came in is not on the person yet.
    expect(decide({ ours: 'Malaga', oursAt: 400, theirs: 'Sevilla', agreed })).toEqual({ kind: 'none' });
  });

  it('goes where it did not change', () => {
    const agreed = agreedOn('Sevilla', 500);
    expect(decide({ ours: 'Cadiz', oursAt: 600, theirs: 'Sevilla', agreed })).toEqual({
      kind: 'out',
      value: 'Cadiz',
    });
    expect(decide({ ours: 'Sevilla', oursAt: 500, theirs: 'Jerez', theirsAt: 700, agreed })).toEqual({
      kind: 'in',
      value: 'Jerez',
      at: 700,
    });
  });

  it.each([
    ['newest', 800, 700, { kind: 'out', value: 'Cadiz' }],
    ['newest', 700, 800, { kind: 'in', value: 'Jerez', at: 800 }],
    ['ours', 700, 800, { kind: 'out', value: 'Cadiz' }],
    ['theirs', 800, 700, { kind: 'in', value: 'Jerez', at: 801 }],
    ['ask', 800, 700, { kind: 'ask' }],
  ])(
    'that changed on both sides is decided by `%s` (ours %d, theirs %d)',
    (conflict, oursAt, theirsAt, expected) => {
      const agreed = agreedOn('Sevilla', 500);
      expect(
        decide({ ours: 'Cadiz', oursAt, theirs: 'Jerez', theirsAt, agreed, rule: { conflict } }),
      ).toEqual(expected);
    },
  );

  it('that is a list is put together', () => {
    const rule = { conflict: 'union', as: 'list' };
    expect(decide({ ours: ['a', 'b'], oursAt: 600, theirs: ['b', 'c'], rule })).toMatchObject({
      kind: 'both',
      value: ['a', 'b', 'c'],
    });
  });

  it('is emptied by nobody unless the rule says so', () => {
    const agreed = agreedOn('Sevilla', 500);
    expect(decide({ ours: 'Sevilla', theirs: null, agreed })).toEqual({ kind: 'none' });
    expect(decide({ ours: null, oursAt: 600, theirs: 'Sevilla', agreed })).toEqual({ kind: 'none' });
    expect(decide({ ours: null, oursAt: 600, theirs: 'Sevilla', agreed, rule: { clear: true } })).toEqual({
      kind: 'out',
      value: null,
    });
    expect(decide({ ours: null, theirs: 'Sevilla', rule: { clear: true } })).toMatchObject({ kind: 'in' });
  });

  it('goes one way only where it should, whatever changed', () => {
    const value = fc.constantFrom<Json>('a', 'b', null);
    const time = fc.integer({ min: 1, max: 900 });
    fc.assert(
      fc.property(
        value,
        value,
        fc.option(value, { nil: undefined }),
        time,
        time,
        (ours, theirs, had, oursAt, theirsAt) => {
          const agreed = had === undefined ? undefined : agreedOn(had, 450);
          const both = { ours, theirs, oursAt, theirsAt, ...(agreed === undefined ? {} : { agreed }) };
          expect(['none', 'same', 'in']).toContain(decide({ ...both, rule: { direction: 'in' } }).kind);
          expect(['none', 'same', 'out']).toContain(decide({ ...both, rule: { direction: 'out' } }).kind);
        },
      ),
    );
  });
});

type Act =
  | { readonly do: 'ours' | 'theirs'; readonly value: string }
  | { readonly do: 'pull' | 'push' | 'apply' | 'repeat' };

/**
 * Two systems and what is between them: events that are on their way to the person, clocks that differ, answers that are lost after they took
 * effect. What is known of the fields is kept only when a round went through.
 */
const play = (input: { acts: readonly Act[]; conflict: string; skew: number }) => {
  const { conflict, skew } = input;
  const sync = settings({ conflict });
  let clock = 1_000_000;
  let ours: { value: Json; at: number } = { value: null, at: 0 };
  let theirs: { value: Json; at: number } = { value: null, at: 0 };
  let states: ReadonlyMap<string, FieldState> = new Map();
  let coming: { value: Json; at: number }[] = [];
  const none: Consents = {};
  const apply = (): void => {
    for (const one of coming) if (one.at >= ours.at) ours = one;
    coming = [];
  };
  const round = (isNoted: boolean): number => {
    const side: OurSide = { value: () => ours, consents: none };
    const their = { fields: { town: theirs.value }, at: theirs.at };
    const plan = planPair({ settings: sync, ours: side, theirs: their, states, now: clock });
    coming.push(...plan.sets.map(({ value, at: time }) => ({ value, at: time })));
    const [written] = Object.values(plan.writes);
    if (written !== undefined) theirs = { value: written, at: clock + skew };
    if (isNoted) ({ states } = plan);
    return plan.differences.length;
  };
  for (const act of input.acts) {
    clock += 60_000;
    if (act.do === 'ours') ours = { value: act.value, at: clock };
    else if (act.do === 'theirs') theirs = { value: act.value, at: clock + skew };
    else if (act.do === 'apply') apply();
    else round(act.do !== 'repeat');
  }
  // Nobody changes anything any more; an hour later no loop is suspected.
  for (let n = 0; n < 4; n += 1) {
    clock += 7_200_000;
    apply();
    round(true);
  }
  clock += 7_200_000;
  apply();
  return { ours: ours.value, theirs: theirs.value, later: round(true) };
};

describe('two systems that are kept the same', () => {
  const value = fc.constantFrom('a', 'b', 'c');
  const act: fc.Arbitrary<Act> = fc.oneof(
    fc.record({ do: fc.constantFrom('ours', 'theirs'), value }),
    fc.record({ do: fc.constantFrom('pull', 'push', 'apply', 'repeat') }),
  );

  it('come to agree once nobody changes anything, and then leave each other alone: no matter who changed what, however late it arrived, whatever was repeated, whatever their clocks say', () => {
    fc.assert(
      fc.property(
        fc.array(act, { maxLength: 14 }),
        fc.constantFrom('newest', 'ours', 'theirs'),
        fc.constantFrom(-120_000, 0, 120_000),
        (acts, conflict, skew) => {
          const end = play({ acts, conflict, skew });
          expect(end.ours).toEqual(end.theirs);
          expect(end.later).toBe(0);
        },
      ),
      { numRuns: 400 },
    );
  });

  it('and end with what was said last, when a round went between', () => {
    const first: Act[] = [{ do: 'ours', value: 'a' }, { do: 'push' }];
    const end = play({
      acts: [...first, { do: 'theirs', value: 'b' }, { do: 'pull' }],
      conflict: 'newest',
      skew: 0,
    });
    expect(end.ours).toBe('b');
  });

  it('stop when they correct each other without end', () => {
    const sync = settings();
    let states: ReadonlyMap<string, FieldState> = new Map();
    const troubles: string[] = [];
    for (let n = 0; n < 12; n += 1) {
      // The other system writes each value in its own way.
      const time = 1000 + n;
      const plan = planPair({
        settings: sync,
        ours: { value: () => ({ value: `ours ${n}`, at: time }), consents: {} },
        theirs: { fields: { town: 'theirs' }, at: 500 },
        states,
        now: time,
      });
      ({ states } = plan);
      troubles.push(...plan.troubles.map(({ code }) => code));
    }
    expect(troubles.length).toBeGreaterThan(3);
    expect(new Set(troubles)).toEqual(new Set(['loop']));
  });
});

describe('consent between two systems', () => {
  const sync: SyncSettings = syncSchema.parse({
    plugin: 'crm',
    object: 'contacts',
    fields: [{ ours: 'city', theirs: 'town' }],
    consents: [{ theirs: 'optedOut', channel: 'email' }],
  });
  const state = fc.constantFrom('granted', 'withdrawn', 'unknown');
  const consentsOf = (said: string): Consents =>
    said === 'granted' || said === 'withdrawn' ? { email: { '*': { state: said, at: 1, source: 'x' } } } : {};

  it('flows towards less only: a no goes to the other side, a yes never', () => {
    fc.assert(
      fc.property(state, fc.constantFrom<Json>(true, 'true', false, 'false', null), (said, optedOut) => {
        const plan = planPair({
          settings: sync,
          ours: { value: () => ({ value: undefined, at: undefined }), consents: consentsOf(said) },
          theirs: { fields: { optedOut }, at: 1 },
          states: new Map(),
          now,
        });
        const isTheirNo = String(optedOut) === 'true';
        expect(plan.withdraws.length).toBe(isTheirNo && said !== 'withdrawn' ? 1 : 0);
        expect(plan.writes).toEqual(said === 'withdrawn' && !isTheirNo ? { optedOut: true } : {});
      }),
    );
  });
});
