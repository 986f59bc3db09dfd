import { isJsonObject, type Json } from '../json.ts';
import { readAmount, toMinor } from '../money.ts';
import type { Problem } from '../problem.ts';
import { readInstant } from '../time/instant.ts';
import type { ColumnsOfKind } from '../transfer/columns.ts';
import { jsonOf, type Row } from '../transfer/row.ts';
import { readYesNo } from '../yes-no.ts';
import { changeOfInput, productInputSchema } from './product-input.ts';
import type { ProductChange } from './product.ts';

/** Columns of a file of products; the names of Google's product feed and of Shopify's export mean the same. */
export const productColumns: ColumnsOfKind = {
  columns: [
    { name: 'id', aliases: ['productId', 'product_id', 'g:id'] },
    { name: 'sku', aliases: ['mpn', 'g:mpn', 'variantSku'] },
    { name: 'title', aliases: ['name', 'productName', 'g:title'] },
    { name: 'url', aliases: ['link', 'g:link', 'productUrl'] },
    { name: 'image', aliases: ['imageLink', 'imageUrl', 'imageSrc', 'g:imageLink'] },
    { name: 'brand', aliases: ['vendor', 'g:brand'] },
    { name: 'categories', aliases: ['category', 'productType', 'g:productType', 'type'] },
    { name: 'price', aliases: ['g:price', 'variantPrice'] },
    { name: 'salePrice', aliases: ['g:salePrice'] },
    { name: 'salePriceEffectiveDate', aliases: ['g:salePriceEffectiveDate'] },
    { name: 'compareAtPrice', aliases: ['variantCompareAtPrice'] },
    { name: 'cost', aliases: ['costPerItem', 'costOfGoodsSold', 'g:costOfGoodsSold'] },
    { name: 'currency' },
    { name: 'stock', aliases: ['quantity', 'inventory', 'variantInventoryQty', 'g:quantity'] },
    { name: 'availability', aliases: ['g:availability'] },
    { name: 'removed' },
    { name: 'updatedAt' },
    { name: 'attributes' },
    ...['available', 'lowestPrice30Days', 'addedAt', 'removedAt'].map(
      (name) => ({ name, isPassed: true }) as const,
    ),
  ],
  others: 'attributes.',
};

type Bag = Readonly<Record<string, Json | undefined>>;
type Setting = { readonly currency: string; readonly zone: string };

const valueIn = (row: Row, name: string): Json | undefined => {
  const cell = row.cells.get(name);
  const value = cell === undefined ? undefined : jsonOf(cell);
  const isBlank = value === null || (typeof value === 'string' && value.trim() === '');
  return isBlank ? undefined : typeof value === 'string' ? value.trim() : value;
};

const textIn = (row: Row, name: string): string | undefined => {
  const value = valueIn(row, name);
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
};

/** The currency that stands with an amount: `24.00 EUR`. */
const currencyIn = (text: string): string | undefined => /\b([A-Z]{3})\b/.exec(text)?.[1];

const moneyIn = (row: Row, name: string, setting: Setting): Json | undefined => {
  const value = valueIn(row, name);
  if (value === undefined || isJsonObject(value)) return value;
  const text = typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  const currency = currencyIn(text) ?? textIn(row, 'currency') ?? setting.currency;
  // What is no amount is left as it is, for the check to refuse it.
  return readAmount(text) === undefined
    ? text
    : { minor: toMinor({ amount: text, currency }) ?? 0, currency };
};

const categoriesIn = (row: Row): Json | undefined => {
  const value = valueIn(row, 'categories');
  if (typeof value !== 'string') return value;
  return value
    .split(/[|;]/)
    .map((one) => one.trim())
    .filter((one) => one !== '');
};

const stockIn = (row: Row): Json | undefined => {
  const value = valueIn(row, 'stock');
  const standing = textIn(row, 'availability')
    ?.toLowerCase()
    .replaceAll(/[\s_-]+/g, ' ');
  if (value !== undefined) return typeof value === 'string' ? (readAmount(value) ?? value) : value;
  if (standing === undefined) return undefined;
  // A feed that says only whether there are any counts nothing.
  return standing === 'in stock' ? null : 0;
};

const yesIn = (row: Row, name: string): Json | undefined => {
  const value = valueIn(row, name);
  return value === undefined ? undefined : (readYesNo(value) ?? value);
};

/** Whether a sale is on at `now`: within its two instants, `2027-03-01T09:00+0100/2027-03-08T09:00+0100`; always where none are given. */
const isOnSale = (row: Row, now: number): boolean => {
  const text = textIn(row, 'salePriceEffectiveDate');
  if (text === undefined) return true;
  const [from, until] = text
    .split('/')
    .map((one) => Date.parse(one.trim().replace(/([+-]\d{2})(\d{2})$/, '$1:$2')));
  return from === undefined || until === undefined || (!(from > now) && !(until <= now));
};

const attributeMax = 500;

/** Long texts of a file, such as descriptions, are cut: an attribute is something to compare by. */
const cut = (value: Json): Json => (typeof value === 'string' ? value.slice(0, attributeMax) : value);

const attributesIn = (row: Row): Json | undefined => {
  const whole = valueIn(row, 'attributes');
  const below = [...row.cells.keys()].flatMap((key): [string, Json][] => {
    const value = key.startsWith('attributes.') ? valueIn(row, key) : undefined;
    return value === undefined ? [] : [[key.slice('attributes.'.length), cut(value)]];
  });
  if (whole === undefined) return below.length === 0 ? undefined : Object.fromEntries(below);
  return isJsonObject(whole) ? { ...whole, ...Object.fromEntries(below) } : whole;
};

const inputOf = (row: Row, setting: Setting, now: number): Bag => {
  const price = moneyIn(row, 'price', setting);
  const sale = isOnSale(row, now) ? moneyIn(row, 'salePrice', setting) : undefined;
  const said = valueIn(row, 'updatedAt');
  const at = said === undefined ? undefined : readInstant({ value: said, zone: setting.zone });
  return {
    id: textIn(row, 'id'),
    sku: textIn(row, 'sku'),
    title: textIn(row, 'title'),
    url: textIn(row, 'url'),
    image: textIn(row, 'image'),
    brand: textIn(row, 'brand'),
    categories: categoriesIn(row),
    price: sale ?? price,
    compareAtPrice: sale === undefined ? moneyIn(row, 'compareAtPrice', setting) : price,
    cost: moneyIn(row, 'cost', setting),
    stock: stockIn(row),
    removed: yesIn(row, 'removed'),
    updatedAt: said === undefined ? undefined : at === undefined ? said : new Date(at).toISOString(),
    attributes: attributesIn(row),
  };
};

/** What a row of a file says of a product, as of `now` (epoch ms) where it says no time; or everything that is wrong with it. */
export const readProductRow = (input: {
  row: Row;
  setting: Setting;
  now: number;
}):
  | { readonly ok: true; readonly change: ProductChange }
  | { readonly ok: false; readonly problems: readonly Problem[] } => {
  const { row, setting, now } = input;
  const bag = Object.entries(inputOf(row, setting, now)).filter(([, value]) => value !== undefined);
  const read = productInputSchema.safeParse(Object.fromEntries(bag));
  if (read.success) return { ok: true, change: changeOfInput({ given: read.data, now }) };
  const problems = read.error.issues.slice(0, 20).map((issue): Problem => ({
    code: 'bad-value',
    path: issue.path.map(String).join('.'),
    message: `\`${issue.path.map(String).join('.')}\`: ${issue.message}.`,
    hint: 'Correct or empty the cell.',
    severity: 'error',
  }));
  return { ok: false, problems };
};
