/** What a row of a file of orders says, by the headings that say it in public sets and in exports of shops. */
export const basketColumns = {
  person: [
    'member_number',
    'user_id',
    'customer_id',
    'customerid',
    'customer id',
    'household_id',
    'visitorid',
    'profile_id',
    'email',
    'person',
  ],
  at: [
    'invoicedate',
    'transaction_timestamp',
    'placed_at',
    'created at',
    'date',
    'order_number',
    'timestamp',
    'at',
  ],
  product: [
    'itemdescription',
    'stockcode',
    'itemid',
    'lineitem sku',
    'lineitem name',
    'product_id',
    'product',
    'sku',
  ],
} as const;

/** What a file may say besides. */
const otherColumns = {
  order: ['invoiceno', 'invoice', 'transactionid', 'basket_id', 'order_id'],
  /** How many were bought; none or fewer went back. */
  quantity: ['kept', 'quantity', 'lineitem quantity'],
  /** What happened, where not every row is a purchase. */
  event: ['event'],
  /** `false` for an order that was cancelled. */
  counts: ['is_counted'],
} as const;

export type BasketColumn = keyof typeof basketColumns;

type Named = BasketColumn | keyof typeof otherColumns;

const placeIn = (heading: readonly string[], names: readonly string[]): number => {
  // The names are in order of preference: a file may have several of them.
  const found = names.find((name) => heading.includes(name));
  return found === undefined ? -1 : heading.indexOf(found);
};

/** What exports of Shopify call an order; elsewhere it is the name of a product. */
const shopifyOrder = 'name';

/** Where a heading has each column; -1 where it has none. */
export const placesIn = (heading: readonly string[]): Readonly<Record<Named, number>> => {
  const plain = heading.map((one) => one.trim().toLowerCase());
  const isShopify = plain.includes('lineitem name') || plain.includes('lineitem sku');
  return {
    person: placeIn(plain, basketColumns.person),
    at: placeIn(plain, basketColumns.at),
    product: placeIn(plain, basketColumns.product),
    order: placeIn(plain, isShopify ? [shopifyOrder] : otherColumns.order),
    quantity: placeIn(plain, otherColumns.quantity),
    event: placeIn(plain, otherColumns.event),
    counts: placeIn(plain, otherColumns.counts),
  };
};

/** Whether a stock code of the Online Retail sets is a product; others are postage, fees and gifts. */
const isStockCode = (code: string): boolean => /^\d{5}/.test(code);

/** Why a row is no purchase of somebody who is known; undefined for one that is. */
export type PassedOver = 'no person' | 'no purchase' | 'went back' | 'no product';

/** Tells rows that are no purchase of somebody who is known. */
export const passedOverBy = (heading: readonly string[]) => {
  const places = placesIn(heading);
  const isOnlineRetail = heading.some((one) => one.trim().toLowerCase() === 'stockcode');
  return (cells: readonly string[], person: string): PassedOver | undefined => {
    const cell = (name: Named): string => cells[places[name]]?.trim() ?? '';
    const event = cell('event');
    if (event !== '' && event !== 'transaction' && event !== 'purchase') return 'no purchase';
    if (cell('counts').toLowerCase() === 'false') return 'went back';
    const quantity = cell('quantity');
    if (quantity !== '' && Number(quantity) <= 0) return 'went back';
    // An invoice of these sets that begins with a C takes one back.
    if (isOnlineRetail && /^c/i.test(cell('order'))) return 'went back';
    if (isOnlineRetail && !isStockCode(cell('product'))) return 'no product';
    if (cell('product') === '') return 'no product';
    return person === '' ? 'no person' : undefined;
  };
};
