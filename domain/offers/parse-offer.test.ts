import { describe, expect, it } from 'vitest';

import { parseOffer } from './parse-offer.ts';
import { readPool } from './pool.ts';

const offer = (fields: string): string =>
  `{ "key": "ten", "name": "Ten off", "code": { "pattern": "TEN-########" }, ${fields} }`;

const lists = { 'codes.csv': 'code\nWELCOME-1\nwelcome-2\n' };
const parse = (text: string, currency = 'EUR') =>
  parseOffer({ text, file: 'offers/ten.json', currency, lists });

const problemsOf = (text: string, currency = 'EUR') => {
  const checked = parse(text, currency);
  return (checked.ok ? checked.warnings : checked.problems).map(({ code, path }) => `${code} ${path}`);
};

describe('an offer file', () => {
  it('turns decimal amounts into minor units of its currency', () => {
    const text = offer(
      `"kind": "amount", "value": 10.5, "limits": { "totalValue": 1000, "minOrder": 40.05 }`,
    );
    expect(parse(text)).toMatchObject({
      ok: true,
      value: {
        currency: 'EUR',
        benefit: { kind: 'amount', amount: 1050 },
        worth: 1050,
        limits: { totalValue: 100_000, minOrder: 4005, perPerson: 1 },
      },
    });
  });

  it('knows that yen have no decimals', () => {
    const text = offer('"kind": "amount", "value": 500, "currency": "JPY", "limits": { "minOrder": 1000 }');
    expect(parse(text)).toMatchObject({
      ok: true,
      value: { benefit: { amount: 500 }, limits: { minOrder: 1000 } },
    });
    expect(problemsOf(offer('"kind": "amount", "value": 5.5, "limits": { "minOrder": 10 }'), 'JPY')).toEqual([
      'too-precise value',
    ]);
  });

  it('reads every kind of offer', () => {
    for (const [fields, benefit] of [
      ['"kind": "percentage", "value": 10', { kind: 'percentage', percent: 10 }],
      ['"kind": "free-shipping"', { kind: 'free-shipping' }],
      ['"kind": "gift", "product": "MUG-1"', { kind: 'gift', product: 'MUG-1' }],
    ] as const) {
      expect(parse(offer(fields))).toMatchObject({ ok: true, value: { benefit }, warnings: [] });
    }
  });

  it('refuses a budget that cannot be held because nothing says what a coupon costs', () => {
    expect(problemsOf(offer('"kind": "percentage", "value": 10, "limits": { "totalValue": 500 }'))).toEqual([
      'budget-without-value limits.totalValue',
    ]);
    expect(
      problemsOf(
        offer('"kind": "percentage", "value": 10, "maxDiscount": 20, "limits": { "totalValue": 500 }'),
      ),
    ).toEqual([]);
  });

  it('warns of an order that would cost nothing', () => {
    expect(problemsOf(offer('"kind": "amount", "value": 10'))).toEqual(['order-for-nothing limits']);
  });

  it('refuses codes that could be guessed', () => {
    const text =
      '{ "key": "ten", "name": "Ten", "kind": "free-shipping", "code": { "pattern": "TEN-####" } }';
    expect(problemsOf(text)).toEqual(['bad-value code.pattern']);
  });

  it('reports every problem at once, with its line', () => {
    const checked = parse(
      '{\n  "key": "other",\n  "name": "",\n  "kind": "percentage",\n  "value": 200,\n  "valeu": 1\n}',
    );
    expect(checked.ok).toBe(false);
    const found = checked.ok ? [] : checked.problems.map(({ code, path, line }) => `${line} ${code} ${path}`);
    expect(found.toSorted()).toEqual([
      '1 missing-field code',
      '3 too-little name',
      '5 too-much value',
      '6 unknown-field valeu',
    ]);
  });

  it('takes the codes of a pool from the file beside it', () => {
    const text = (pool: string): string =>
      `{ "key": "ten", "name": "Ten", "kind": "free-shipping", "code": { "pool": "${pool}" } }`;
    expect(parse(text('codes.csv'))).toMatchObject({
      ok: true,
      value: { code: { pool: ['WELCOME-1', 'WELCOME-2'] } },
    });
    expect(problemsOf(text('code.csv'))).toEqual(['unknown-list code.pool']);
  });

  it('names every line of a pool that holds no code or one that came before', () => {
    const read = readPool({ text: 'A-1\n\n"B-2",x\na-1\nwhat is this?\n', file: 'offers/codes.csv' });
    expect(read.ok ? [] : read.problems.map(({ code, line }) => `${line} ${code}`)).toEqual([
      '4 repeated-code',
      '5 bad-code',
    ]);
  });

  it('has the name of its file as key', () => {
    expect(
      problemsOf('{ "key": "tenn", "name": "Ten", "kind": "free-shipping", "code": { "shared": "TEN" } }'),
    ).toEqual(['key-differs-from-file key']);
  });
});

describe('an offer with conditions', () => {
  it('is for people and products by rule, from a day on', () => {
    const text = offer(
      `"kind": "tiers", "by": "order-value", "tiers": [{ "from": 50, "percent": 10 }], "starts": "2026-05-01",
       "audience": { "all": [{ "fact": "profile", "path": "$.traits.vip", "operator": "equal", "value": true }] },
       "products": { "all": [{ "fact": "item", "path": "$.category", "operator": "equal", "value": "tea" }] },
       "limits": { "redeem": [{ "value": 100, "per": "month" }, { "number": 1, "by": "person" }] }`,
    );
    expect(parse(text)).toMatchObject({
      ok: true,
      value: {
        starts: '2026-05-01',
        benefit: { kind: 'tiers', by: 'order-value', tiers: [{ from: 5000, percent: 10 }] },
        limits: {
          redeem: [
            { measure: 'discount', most: 10_000, per: 'month' },
            { measure: 'count', most: 1, by: 'person' },
          ],
        },
      },
    });
  });

  it.each([
    ['"kind": "buy-get", "buyGet": { "buy": 0, "get": 1 }', ['too-little buyGet.buy']],
    [
      '"kind": "tiers", "by": "quantity", "tiers": [{ "from": 1.5, "percent": 10 }]',
      ['bad-value tiers[0].from'],
    ],
    [
      '"kind": "percentage", "value": 5, "starts": "2026-06-01", "expires": { "at": "2026-05-01" }',
      ['never-usable starts'],
    ],
    [
      '"kind": "tiers", "by": "quantity", "tiers": [{ "from": 2, "amount": 1 }], "limits": { "totalValue": 10 }',
      ['budget-without-value limits.totalValue'],
    ],
    [
      '"kind": "percentage", "value": 5, "products": { "all": [{ "fact": "profile", "operator": "exists", "value": true }] }',
      ['fact-not-here products.all[0].fact'],
    ],
    [
      '"kind": "percentage", "value": 5, "products": { "all": [{ "fact": "item", "path": "$.categry", "operator": "equal", "value": "tea" }] }',
      ['unfamiliar-field products.all[0].path'],
    ],
  ])('says where it is wrong: %s', (fields, expected) => {
    expect(problemsOf(offer(fields))).toEqual(expected);
  });
});
