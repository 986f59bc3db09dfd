import { minorDigits } from '../money.ts';

/** Makes the writing of values of figures as text for readers of a language, amounts in minor units of a currency. */
export const createWriteValue = (input: { language: 'en' | 'es'; currency: string }) => {
  const { currency } = input;
  const tag = input.language === 'es' ? 'es-ES' : 'en-GB';
  const number = new Intl.NumberFormat(tag, { maximumFractionDigits: 2 });
  const percent = new Intl.NumberFormat(tag, { style: 'percent', maximumFractionDigits: 1 });
  const money = new Intl.NumberFormat(tag, { style: 'currency', currency });
  const day = new Intl.DateTimeFormat(tag, { dateStyle: 'medium', timeZone: 'UTC' });
  return ({ value, unit }: { value: string | number | boolean | null; unit: string }): string => {
    if (value === null) return '–';
    if (typeof value === 'string')
      return unit === 'day' && /^\d{4}-\d{2}-\d{2}$/.test(value) ? day.format(Date.parse(value)) : value;
    if (typeof value === 'boolean') return String(value);
    if (unit === 'money') return money.format(value / 10 ** minorDigits(currency));
    return unit === 'share' ? percent.format(value) : number.format(value);
  };
};
