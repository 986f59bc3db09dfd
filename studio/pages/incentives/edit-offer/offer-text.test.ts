import { describe, expect, it } from 'vitest';

import { parseOffer } from '../../../../domain/offers/parse-offer.ts';
import { setIn } from '../../../parts/drafts/fields/file-form.ts';
import { changeKind, codeSources, fieldsOfKind, firstText, kindsOf, newCode } from './offer-text.ts';

const schemas = import.meta.glob<Readonly<Record<string, unknown>>>(
  '../../../../docs/schemas/offer.schema.json',
  { eager: true, import: 'default' },
);
const [root = {}] = Object.values(schemas);
const kinds = kindsOf(root);

const problemsOf = (text: string) => {
  const lists = { 'spring.csv': 'code\nWELCOME-1\n' };
  const checked = parseOffer({ text, file: 'offers/spring.json', currency: 'EUR', lists });
  return (checked.ok ? checked.warnings : checked.problems).map(({ path }) => path);
};

/** A gift is to be named before anything is right. */
const open = (kind: string): readonly string[] => (kind === 'gift' ? ['product'] : []);

it('the kinds of offer and their fields are those of the schema', () => {
  expect(kinds).toEqual(['percentage', 'amount', 'free-shipping', 'gift', 'buy-get', 'tiers']);
  expect(fieldsOfKind(root, 'tiers').has('tiers')).toBe(true);
  expect(fieldsOfKind(root, 'amount').has('maxDiscount')).toBe(false);
});

describe('an offer that was begun', () => {
  it.each(kinds)('of the kind %s could be published as it is', (kind) => {
    expect(problemsOf(firstText({ key: 'spring', name: 'Spring', kind }))).toEqual(open(kind));
  });

  it.each(codeSources)('can have codes of the source %s', (source) => {
    const text = firstText({ key: 'spring', name: 'Spring', kind: 'percentage' });
    expect(problemsOf(setIn({ text, path: ['code'], value: newCode(source, 'spring') }))).toEqual([]);
    const short = setIn({ text, path: ['code'], value: newCode(source === 'pool' ? 'shared' : source, 'a') });
    expect(problemsOf(short)).toEqual([]);
  });
});

it.each(kinds.flatMap((from) => kinds.map((to) => [from, to] as const)))(
  'an offer of the kind %s becomes one of the kind %s without a field too many or too few',
  (from, kind) => {
    const text = firstText({ key: 'spring', name: 'Spring', kind: from });
    const changed = changeKind({ text, root, kind });
    const left = problemsOf(changed).filter((path) => path !== 'limits');
    expect(left).toEqual(open(kind));
    expect(changed).toContain(`"kind": "${kind}"`);
  },
);
