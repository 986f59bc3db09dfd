import { fromMinor } from '../../money.ts';

/** A line of a cart. `price` is that of one piece, in integer minor units. */
export type CartLine = {
  /** What the line is called in answers. */
  readonly id: string;
  readonly productId?: string | undefined;
  readonly sku?: string | undefined;
  readonly name?: string | undefined;
  readonly category?: string | undefined;
  readonly brand?: string | undefined;
  readonly price: number;
  readonly quantity: number;
};

/** What somebody is about to buy, or bought. Amounts in integer minor units of `currency`. */
export type Cart = {
  readonly currency: string;
  readonly lines: readonly CartLine[];
  /** The value of the goods before any discount, without shipping; that of the lines, unless it is given without them. */
  readonly orderValue: number;
  /** What shipping costs. */
  readonly shipping: number;
};

/** What a line is worth. */
export const lineValue = ({ price, quantity }: CartLine): number => price * quantity;

/** The cart of lines, or of a value alone, which then is its only line. */
export const toCart = (input: {
  currency: string;
  lines?: readonly CartLine[] | undefined;
  orderValue?: number | undefined;
  shipping?: number | undefined;
}): Cart => {
  const { currency, lines = [], shipping = 0 } = input;
  const sum = lines.reduce((total, line) => total + lineValue(line), 0);
  const orderValue = lines.length > 0 ? sum : (input.orderValue ?? 0);
  const whole: CartLine = { id: 'order', price: orderValue, quantity: 1 };
  return { currency, lines: lines.length > 0 ? lines : [whole], orderValue, shipping };
};

/** A line as rules on products see it: the fields of a product in Segment's events, with a decimal price. */
export const productOfLine = (input: {
  line: CartLine;
  currency: string;
}): Readonly<Record<string, unknown>> => {
  const { line, currency } = input;
  const { productId, sku, name, category, brand, quantity } = line;
  const known = { product_id: productId, sku, name, category, brand };
  return {
    ...Object.fromEntries(Object.entries(known).filter(([, value]) => value !== undefined)),
    price: fromMinor({ minor: line.price, currency }),
    quantity,
  };
};
