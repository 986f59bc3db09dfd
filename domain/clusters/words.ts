import type { LedgerLocale } from '../ledger/reasons.ts';
import type { Differing } from './find-clusters.ts';
import type { Test } from './find-rule.ts';

type Words = {
  readonly name: (one: Differing) => string;
  readonly differs: (one: Differing) => string;
  readonly test: (test: Test) => string;
};

type Format = { readonly number: (value: number) => string; readonly percent: (share: number) => string };

const formatOf = (tag: string): Format => {
  const number = new Intl.NumberFormat(tag, { maximumFractionDigits: 0 });
  const percent = new Intl.NumberFormat(tag, { style: 'percent', maximumFractionDigits: 0 });
  return { number: (value) => number.format(value), percent: (share) => percent.format(share) };
};

const isMore = ({ away }: Differing): boolean => away > 0;

const english = (currency: string): Words => {
  const { number, percent } = formatOf('en');
  const days = (value: number): string => (value === 1 ? '1 day' : `${number(value)} days`);
  return {
    name: (one) => {
      if (one.fact === 'category') return isMore(one) ? `much of ${one.name}` : `little of ${one.name}`;
      if (one.fact === 'recency') return isMore(one) ? 'bought long ago' : 'bought lately';
      if (one.fact === 'orders') return isMore(one) ? 'many orders' : 'few orders';
      return isMore(one) ? 'high revenue' : 'low revenue';
    },
    differs: (one) => {
      if (one.fact === 'category') {
        return `${percent(one.share)} own something of ${one.name}; of all buyers, ${percent(one.everybody)}.`;
      }
      if (one.fact === 'recency') {
        return `The last order was ${days(one.median)} ago; of all buyers, ${days(one.everybody)}.`;
      }
      if (one.fact === 'orders') {
        return `Orders: ${number(one.median)}; of all buyers, ${number(one.everybody)}.`;
      }
      return `Revenue: ${number(one.median)} ${currency}; of all buyers, ${number(one.everybody)} ${currency}.`;
    },
    test: (test) => {
      if (test.fact === 'category') {
        return test.is === 'has' ? `owns something of ${test.value}` : `owns nothing of ${test.value}`;
      }
      if (test.fact === 'recency') {
        return test.is === 'least'
          ? `the last order was ${days(test.value)} ago or more`
          : `the last order was ${days(test.value)} ago or less`;
      }
      const unit = test.fact === 'orders' ? (test.value === 1 ? 'order' : 'orders') : currency;
      return `${test.is === 'least' ? 'at least' : 'at most'} ${number(test.value)} ${unit}`;
    },
  };
};

const spanish = (currency: string): Words => {
  const { number, percent } = formatOf('es');
  const days = (value: number): string => (value === 1 ? '1 día' : `${number(value)} días`);
  return {
    name: (one) => {
      if (one.fact === 'category') return isMore(one) ? `mucho de ${one.name}` : `poco de ${one.name}`;
      if (one.fact === 'recency') return isMore(one) ? 'compró hace mucho' : 'compró hace poco';
      if (one.fact === 'orders') return isMore(one) ? 'muchos pedidos' : 'pocos pedidos';
      return isMore(one) ? 'ingresos altos' : 'ingresos bajos';
    },
    differs: (one) => {
      if (one.fact === 'category') {
        return `El ${percent(one.share)} tiene algo de ${one.name}; de todos los compradores, el ${percent(one.everybody)}.`;
      }
      if (one.fact === 'recency') {
        return `El último pedido fue hace ${days(one.median)}; en todos los compradores, hace ${days(one.everybody)}.`;
      }
      if (one.fact === 'orders') {
        return `Pedidos: ${number(one.median)}; en todos los compradores, ${number(one.everybody)}.`;
      }
      return `Ingresos: ${number(one.median)} ${currency}; en todos los compradores, ${number(one.everybody)} ${currency}.`;
    },
    test: (test) => {
      if (test.fact === 'category') {
        return test.is === 'has' ? `tiene algo de ${test.value}` : `no tiene nada de ${test.value}`;
      }
      if (test.fact === 'recency') {
        return test.is === 'least'
          ? `el último pedido fue hace ${days(test.value)} o más`
          : `el último pedido fue hace ${days(test.value)} o menos`;
      }
      const unit = test.fact === 'orders' ? (test.value === 1 ? 'pedido' : 'pedidos') : currency;
      return `${test.is === 'least' ? 'al menos' : 'como mucho'} ${number(test.value)} ${unit}`;
    },
  };
};

const nameParts = 3;

/** A cluster in the words of a reader: a name of what differs most, each difference in a sentence, and its rule. */
export const describeCluster = (input: {
  differs: readonly Differing[];
  rule: readonly Test[];
  locale: LedgerLocale;
  currency: string;
}): { readonly name: string; readonly differs: readonly string[]; readonly rule: readonly string[] } => {
  const { differs, rule, locale, currency } = input;
  const words = locale === 'es' ? spanish(currency) : english(currency);
  const name = differs.slice(0, nameParts).map(words.name).join(', ');
  const usual = locale === 'es' ? 'Como los demás' : 'Like the others';
  return {
    name: name === '' ? usual : name.slice(0, 1).toUpperCase() + name.slice(1),
    differs: differs.map(words.differs),
    rule: rule.map(words.test),
  };
};
