import { type JsonObject, own } from '../json.ts';

/** What somebody can do with a product that says they want it, the strongest first. */
export const interestKinds = ['requested', 'added', 'viewed'] as const;
export type InterestKind = (typeof interestKinds)[number];

const kindsByEvent: ReadonlyMap<string, InterestKind> = new Map([
  ['Back In Stock Requested', 'requested'],
  ['Product Added', 'added'],
  ['Product Viewed', 'viewed'],
]);

const nameMax = 100;

/** The interest an event shows: its kind, and the product by id or else by SKU; undefined for any other event. */
export const interestIn = (event: {
  readonly name: string;
  readonly properties: JsonObject;
}): { readonly kind: InterestKind; readonly product: string } | undefined => {
  const kind = kindsByEvent.get(event.name);
  if (kind === undefined) return undefined;
  const [product] = ['product_id', 'sku'].flatMap((field) => {
    const value = own(event.properties, field);
    return (typeof value === 'string' && value !== '') || typeof value === 'number' ? [String(value)] : [];
  });
  return product === undefined || product.length > nameMax ? undefined : { kind, product };
};
