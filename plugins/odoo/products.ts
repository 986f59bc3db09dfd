import { z } from 'zod';
import { type InboundProduct, type Polled, toMinor } from '../contract.ts';
import { call, type Ctx } from './call.ts';
import { record, type Types, typesOf } from './values.ts';

const records = z.array(record);
const cursorSchema = z.object({ after: z.number().optional() });

/** What is asked of a product, as far as this Odoo has it: stock is a module, and `is_storable` is new. */
const wanted = ['name', 'default_code', 'lst_price', 'active', 'qty_available', 'is_storable', 'type'];

const textOf = (value: unknown, most: number): string | undefined =>
  typeof value === 'string' && value.trim() !== '' ? value.trim().slice(0, most) : undefined;

/** Whether anybody counts how many there are: of services and of goods without stock nobody does. */
const isCounted = (found: z.infer<typeof record>): boolean =>
  found['is_storable'] === true || found['type'] === 'product';

const productOf = (found: z.infer<typeof record>, types: Types, currency: string): InboundProduct => {
  const price = found['lst_price'];
  const minor = typeof price === 'number' && price >= 0 ? toMinor({ amount: price, currency }) : undefined;
  const title = textOf(found['name'], 300);
  const sku = textOf(found['default_code'], 100);
  const quantity = found['qty_available'];
  const isStock = types.has('qty_available') && typeof quantity === 'number' && isCounted(found);
  return {
    type: 'product',
    product: {
      id: String(found.id),
      ...(title === undefined ? {} : { title }),
      ...(sku === undefined ? {} : { sku }),
      ...(minor === undefined ? {} : { price: { minor, currency } }),
      stock: isStock ? Math.max(0, Math.trunc(quantity)) : null,
      removed: found['active'] === false,
    },
  };
};

/** A page of the products that are sold. All are gone through each time: what changes in stock does not change the time of a product. */
export const products = async (ctx: Ctx, cursor: unknown): Promise<Polled> => {
  const { products: settings } = ctx.config;
  if (settings === undefined) return { kind: 'done', found: [], cursor: {} };
  const model = 'product.product';
  const known = await typesOf(ctx, model, ['name']);
  if (known.kind !== 'types') return known;
  const { types } = known;
  const after = cursorSchema.safeParse(cursor).data?.after;
  const asked = await call(ctx, {
    model,
    method: 'search_read',
    named: {
      domain: [['sale_ok', '=', true], ...(after === undefined ? [] : [['id', '>', after]])],
      fields: wanted.filter((name) => types.has(name)),
      order: 'id',
      limit: ctx.config.pageSize,
      context: { active_test: false },
    },
  });
  if (asked.kind === 'failed') return asked.failure;
  const read = records.safeParse(asked.value);
  if (!read.success) return ctx.failure(asked.answer);
  const found = read.data.map((one) => productOf(one, types, settings.currency));
  const last = read.data.at(-1)?.id;
  const isMore = read.data.length >= ctx.config.pageSize && last !== undefined;
  return isMore
    ? { kind: 'done', found, cursor: { after: last }, more: true }
    : { kind: 'done', found, cursor: {} };
};
