import { checkKey } from '../documents/check-key.ts';
import { locateProblems } from '../documents/json-document.ts';
import { suggest } from '../documents/nearest.ts';
import { conclude, parseDocument } from '../documents/parse-document.ts';
import { fromMinor, toMinor } from '../money.ts';
import { unfamiliarItemFields } from '../rules/items/familiar-item-fields.ts';
import { readInstant } from '../time/instant.ts';
import type { Checked, Problem } from '../problem.ts';
import { type OfferDefinition, toOffer, worthOf } from './offer-definition.ts';
import { type OfferFile, offerSchema } from './offer-schema.ts';
import { readPool } from './pool.ts';

const amountsOf = (file: OfferFile): readonly { path: string; amount: number | undefined }[] => [
  { path: 'limits.totalValue', amount: file.limits.totalValue },
  { path: 'limits.minOrder', amount: file.limits.minOrder },
  { path: 'maxDiscount' in file ? 'maxDiscount' : 'value', amount: worthOf(file) },
  ...(file.kind === 'tiers' ? file.tiers : []).flatMap((tier, index) => [
    { path: `tiers[${index}].amount`, amount: tier.amount },
    { path: `tiers[${index}].price`, amount: tier.price },
    {
      path: `tiers[${index}].from`,
      amount: file.kind === 'tiers' && file.by === 'order-value' ? tier.from : undefined,
    },
  ]),
  ...(file.limits.redeem ?? []).flatMap(({ value, orderValue }, index) => [
    { path: `limits.redeem[${index}].value`, amount: value },
    { path: `limits.redeem[${index}].orderValue`, amount: orderValue },
  ]),
];

const checkAmounts = (input: { offer: OfferFile; currency: string }): readonly Problem[] => {
  const { offer } = input;
  const currency = offer.currency ?? input.currency;
  return amountsOf(offer).flatMap(({ path, amount }): Problem[] => {
    if (amount === undefined) return [];
    const minor = toMinor({ amount, currency });
    if (minor !== undefined && fromMinor({ minor, currency }) === amount) return [];
    const message = `\`${amount}\` has more decimals than ${currency} has.`;
    return [
      { code: 'too-precise', path, message, hint: 'Write an amount that can be paid.', severity: 'error' },
    ];
  });
};

const checkBudget = (offer: OfferFile): readonly Problem[] => {
  if (offer.limits.totalValue === undefined || worthOf(offer) !== undefined) return [];
  return [
    {
      code: 'budget-without-value',
      path: 'limits.totalValue',
      message: 'The budget cannot be held, since nothing says what one coupon costs at most.',
      hint: ['free-shipping', 'gift'].includes(offer.kind) ? 'Add `value`.' : 'Add `maxDiscount`.',
      severity: 'error',
    },
  ];
};

const checkFreeOrder = (offer: OfferFile): readonly Problem[] => {
  if (offer.kind !== 'amount') return [];
  const { minOrder } = offer.limits;
  if (minOrder !== undefined && minOrder >= offer.value) return [];
  return [
    {
      code: 'order-for-nothing',
      path: minOrder === undefined ? 'limits' : 'limits.minOrder',
      message: `An order below ${offer.value} would cost the customer nothing.`,
      hint: 'Set `limits.minOrder` to at least the value of the offer.',
      severity: 'warning',
    },
  ];
};

const checkTiers = (offer: OfferFile): readonly Problem[] => {
  if (offer.kind !== 'tiers' || offer.by !== 'quantity') return [];
  return offer.tiers.flatMap(({ from }, index): Problem[] => {
    if (Number.isInteger(from)) return [];
    const message = `\`${from}\` is no number of pieces.`;
    const path = `tiers[${index}].from`;
    return [{ code: 'bad-value', path, message, hint: 'Write a whole number.', severity: 'error' }];
  });
};

const startsTooLate = ({ starts, expires }: OfferFile): boolean => {
  if (starts === undefined || expires === undefined || 'after' in expires) return false;
  const [from, until] = [starts, expires.at].map((text) => readInstant({ value: text, zone: 'UTC' }));
  return (
    from !== undefined && until !== undefined && (from > until || (from === until && starts.length > 10))
  );
};

const checkTime = (offer: OfferFile): readonly Problem[] =>
  startsTooLate(offer)
    ? [
        {
          code: 'never-usable',
          path: 'starts',
          message: 'The offer ends before it starts, so nobody can use it.',
          hint: 'Set `starts` to a day before `expires.at`.',
          severity: 'error',
        },
      ]
    : [];

const poolOf = (input: {
  offer: OfferFile;
  lists: Readonly<Record<string, string>>;
}): Checked<readonly string[]> => {
  const { code } = input.offer;
  if (!('pool' in code)) return { ok: true, value: [], warnings: [] };
  const text = input.lists[code.pool];
  if (text !== undefined) return readPool({ text, file: `offers/${code.pool}` });
  const problem: Problem = {
    code: 'unknown-list',
    path: 'code.pool',
    message: `There is no file \`offers/${code.pool}\`.`,
    hint: suggest({
      word: code.pool,
      known: Object.keys(input.lists),
      none: 'Put the file with the codes there.',
    }),
    severity: 'error',
  };
  return { ok: false, problems: [problem] };
};

const fieldsOf = (offer: OfferFile): readonly { readonly value: unknown; readonly path: string }[] => [
  { value: offer.audience, path: 'audience' },
  { value: offer.products, path: 'products' },
  ...(offer.kind === 'buy-get' ? [{ value: offer.buyGet.products, path: 'buyGet.products' }] : []),
];

/**
 * Reads an offer from the text of `offers/<key>.json`; `currency` is that of the shop, `lists` are the CSV files
 * beside it by name.
 */
export const parseOffer = (input: {
  text: string;
  file: string;
  currency: string;
  lists: Readonly<Record<string, string>>;
}): Checked<OfferDefinition> => {
  const { file, currency } = input;
  const parsed = parseDocument({ text: input.text, file, schema: offerSchema });
  if (!parsed.ok) return parsed;
  const { value: offer, document } = parsed.value;
  const pool = poolOf({ offer, lists: input.lists });
  const problems = [
    ...(pool.ok ? pool.warnings : pool.problems),
    ...checkKey({ key: offer.key, file }),
    ...checkAmounts({ offer, currency }),
    ...checkBudget(offer),
    ...checkFreeOrder(offer),
    ...checkTiers(offer),
    ...checkTime(offer),
    ...fieldsOf(offer).flatMap(({ value, path }) => unfamiliarItemFields({ value, path })),
  ];
  return conclude({
    value: toOffer({ file: offer, currency, pool: pool.ok ? pool.value : [] }),
    problems: locateProblems({ problems, document }),
  });
};
