import { isJsonObject, type Json, type JsonObject, own } from '../json.ts';
import { fromMinor } from '../money.ts';
import { moneyOf } from '../objects/fields.ts';

/** The object whose records are returns. */
export const returnKind = 'return';

/** The stages of a return that its acts know, as the object that comes with Ciclo has them. */
export const returnStages = {
  requested: 'requested',
  approved: 'approved',
  received: 'received',
  refunded: 'refunded',
  replaced: 'replaced',
} as const;

const textOf = (value: Json | undefined): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;

/** The products that come back, by their ids, with how many of each. */
export const returnedLines = (
  data: JsonObject,
): readonly { readonly product: string; readonly quantity: number }[] => {
  const lines = own(data, 'lines') ?? null;
  if (!Array.isArray(lines)) return [];
  return lines.flatMap((line: Json) => {
    if (!isJsonObject(line)) return [];
    const product = textOf(own(line, 'product'));
    const quantity = own(line, 'quantity');
    return product === undefined || typeof quantity !== 'number' ? [] : [{ product, quantity }];
  });
};

/**
 * What `Order Refunded` says of a return whose money went back: the sum (`total`, a decimal of `currency`), and which products came back.
 * Undefined while it is not in the stage `refunded`, or names no order or no sum. `refund_id` is that of the shop where the return has it, so
 * that a refund of which the shop tells too is one; else it follows from the id of the return.
 */
export const refundOfReturn = (record: {
  readonly id: string;
  readonly stage?: string | undefined;
  readonly data: JsonObject;
}): JsonObject | undefined => {
  const { id, stage, data } = record;
  const order = textOf(own(data, 'order'));
  const refunded = moneyOf(own(data, 'refunded') ?? null);
  if (stage !== returnStages.refunded || order === undefined || refunded === undefined) return undefined;
  const lines = returnedLines(data);
  return {
    order_id: order,
    refund_id: textOf(own(data, 'refundId')) ?? `return:${id}`,
    return: id,
    total: fromMinor(refunded),
    currency: refunded.currency,
    ...(lines.length === 0
      ? {}
      : { products: lines.map(({ product, quantity }) => ({ product_id: product, quantity })) }),
  };
};
