import { suggest } from '../../documents/nearest.ts';
import { locateInText } from '../../documents/json-document.ts';
import type { OfferDefinition } from '../../offers/offer-definition.ts';
import { parseOffer } from '../../offers/parse-offer.ts';
import type { Checked, Problem } from '../../problem.ts';
import type { Catalog } from '../catalog.ts';
import type { SortedFiles } from '../workspace-files.ts';

const checkGift = (input: { offer: OfferDefinition; catalog: Catalog }): readonly Problem[] => {
  const { benefit } = input.offer;
  if (benefit.kind !== 'gift') return [];
  const known = input.catalog.products.flatMap(({ product_id, sku }) => [
    product_id,
    ...(sku === undefined ? [] : [sku]),
  ]);
  if (known.includes(benefit.product)) return [];
  return [
    {
      code: 'unknown-product',
      path: 'product',
      message: `There is no product \`${benefit.product}\` in catalog.json.`,
      hint: suggest({ word: benefit.product, known, none: 'Add it to catalog.json.' }),
      severity: 'error',
    },
  ];
};

/** Reads the offers; `catalog` is undefined when it could not be read. */
export const readOffers = (input: {
  sorted: SortedFiles;
  currency: string;
  catalog: Catalog | undefined;
}): readonly Checked<OfferDefinition>[] => {
  const { sorted, currency, catalog } = input;
  return sorted.offers.map(({ file, text }) => {
    const parsed = parseOffer({ text, file, currency, lists: sorted.pools });
    if (!parsed.ok || catalog === undefined) return parsed;
    const problems = locateInText({ problems: checkGift({ offer: parsed.value, catalog }), text, file });
    return problems.length > 0 ? { ok: false, problems: [...parsed.warnings, ...problems] } : parsed;
  });
};
