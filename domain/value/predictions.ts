import { fromMinor } from '../money.ts';
import { type BgNbd, expectedPurchases, probabilityAlive, probabilityOfNone } from './bg-nbd.ts';
import { type Buyer, repeatsOf } from './buyer.ts';
import { expectedSpending, type GammaGamma } from './gamma-gamma.ts';

/** What is fitted to the buyers of a tenant; amounts in minor units. */
export type ValueModel = {
  readonly bgNbd: BgNbd;
  /** Absent where buyers did not spend enough to be told apart. */
  readonly spending?: GammaGamma;
};

export const churnRisks = ['low', 'medium', 'high'] as const;
export type ChurnRisk = (typeof churnRisks)[number];

/** What is expected of one buyer. Chances from 0 to 1; decimal amounts of the tenant's currency. */
export type Predictions = {
  /** That they still buy at all; 1 for somebody who bought once, of whom the model cannot tell. */
  readonly alive: number;
  /** That no order comes within 365 days. */
  readonly churn: number;
  readonly churnRisk: ChurnRisk;
  /** Orders within so many days. */
  readonly orders90: number;
  readonly orders365: number;
  /** What their next order is expected to bring, and all within so many days. */
  readonly averageOrder?: number;
  readonly value90?: number;
  readonly value365?: number;
  /** The same amounts in minor units. */
  readonly money?: {
    readonly currency: string;
    readonly averageOrder: number;
    readonly value90: number;
    readonly value365: number;
  };
};

/** The least from which a model is fitted; below that nothing is predicted. */
export const predictionMinimum = { repeatBuyers: 100, weeks: 12 } as const;

const hundredths = (value: number): number => Math.round(value * 100) / 100;

/** Two significant digits: more would claim a precision that no prediction has, and change every day. */
const twoDigits = (minor: number): number => Math.round(Number(minor.toPrecision(2)));

const riskOf = (churn: number): ChurnRisk => (churn < 0.33 ? 'low' : churn > 0.66 ? 'high' : 'medium');

type Asked = {
  readonly buyer: Buyer;
  readonly model: ValueModel;
  readonly currency: string;
  readonly now: number;
};

const amountsOf = (
  input: Asked & { orders90: number; orders365: number },
): Pick<Predictions, 'averageOrder' | 'value90' | 'value365' | 'money'> => {
  const { buyer, model, currency } = input;
  if (model.spending === undefined || buyer.average <= 0) return {};
  const spending = { x: buyer.purchases, mean: buyer.average };
  const average = expectedSpending({ params: model.spending, spending });
  const money = {
    averageOrder: twoDigits(average),
    value90: twoDigits(average * input.orders90),
    value365: twoDigits(average * input.orders365),
  };
  const decimal = (minor: number): number => fromMinor({ minor, currency });
  return {
    averageOrder: decimal(money.averageOrder),
    value90: decimal(money.value90),
    value365: decimal(money.value365),
    money: { currency, ...money },
  };
};

/**
 * What is expected of a buyer from now on. Figures are rounded to what they can tell (chances and orders to a hundredth, amounts
 * to two significant digits), so a profile changes when its prediction does and not every day.
 */
export const predict = (input: Asked): Predictions => {
  const repeats = repeatsOf(input);
  const params = input.model.bgNbd;
  const expected = (days: number): number => expectedPurchases({ params, repeats, weeks: days / 7 });
  const [orders90, orders365] = [expected(90), expected(365)];
  const churn = hundredths(probabilityOfNone({ params, repeats, weeks: 365 / 7 }));
  return {
    alive: hundredths(probabilityAlive({ params, repeats })),
    churn,
    churnRisk: riskOf(churn),
    orders90: hundredths(orders90),
    orders365: hundredths(orders365),
    ...amountsOf({ ...input, orders90, orders365 }),
  };
};
