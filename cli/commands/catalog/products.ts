import { z } from 'zod';

import { fromMinor } from '../../../domain/money.ts';
import { table } from '../../../platform/say.ts';
import type { CommandDefinition } from '../../command.ts';
import { sayList, toSecond } from '../../say-list.ts';
import { toCount } from '../../to-count.ts';

const moneySchema = z.object({ minor: z.int(), currency: z.string() });
const productSchema = z.looseObject({
  id: z.string(),
  sku: z.string().optional(),
  title: z.string(),
  price: moneySchema.optional(),
  lowestPrice30Days: moneySchema.optional(),
  stock: z.int().optional(),
  available: z.boolean(),
  categories: z.array(z.string()),
});
const listSchema = z.looseObject({ products: z.array(productSchema), next: z.string().optional() });
const detailSchema = productSchema.extend({ prices: z.array(moneySchema.extend({ at: z.string() })) });

type Listed = { readonly search?: string; readonly category?: string; readonly limit: number };

const amount = (money: z.infer<typeof moneySchema> | undefined): string =>
  money === undefined ? '' : `${fromMinor(money)} ${money.currency}`;

const standing = ({ stock, available }: z.infer<typeof productSchema>): string =>
  stock === undefined ? (available ? 'available' : 'not offered') : String(stock);

const listPart: CommandDefinition = {
  usage: 'list',
  summary: 'products, the last changed first',
  examples: ['ciclo products list', 'ciclo products list --search pot --category care'],
  build: ({ command, act, connect, say }) =>
    command
      .option('--search <words>', 'words of the title, the brand or the SKU')
      .option('--category <name>', 'only of this category')
      .option('--limit <count>', 'show at most this many', toCount, 50)
      .action(
        act(async ({ search, category, limit }: Listed) =>
          sayList({
            client: await connect(),
            say,
            limit,
            path: '/api/products',
            query: { q: search, category },
            read: (answer) => {
              const { products: rows, next } = listSchema.parse(answer);
              return { rows, next };
            },
            none: 'There are no such products.',
            head: ['id', 'SKU', 'title', 'price', 'stock', 'categories'],
            line: (row) => [
              row.id,
              row.sku ?? '',
              row.title,
              amount(row.price),
              standing(row),
              row.categories.join(', '),
            ],
          }),
        ),
      ),
};

const showPart: CommandDefinition = {
  usage: 'show <id>',
  summary: 'one product, with its prices over time and the lowest price of 30 days',
  examples: ['ciclo products show 7001'],
  build: ({ command, act, connect, say }) =>
    command.action(
      act(async (id: string) => {
        const client = await connect();
        const path = `/api/products/${encodeURIComponent(id)}`;
        const product = detailSchema.parse(await client.call({ path }));
        say(`${product.title} (${product.id}): ${amount(product.price)}, stock: ${standing(product)}`);
        say(`Lowest price of 30 days: ${amount(product.lowestPrice30Days)}`);
        const rows = product.prices.map((point) => [toSecond(point.at), amount(point)]);
        if (rows.length > 0) say(table({ head: ['since', 'price'], rows }));
        return 0;
      }),
    ),
};

/** `ciclo products`. */
export const productsCommand: CommandDefinition = {
  usage: 'products',
  summary: 'the products of the shop, with prices and stock',
  group: 'Records',
  examples: ['ciclo products list', 'ciclo products show 7001'],
  parts: [listPart, showPart],
};
