import type { ReactNode } from 'react';

import { PageLink } from '../../parts/page/page-link.tsx';
import { useFormat } from '../../parts/text/use-format.ts';
import { useWords } from '../../words/language.tsx';
import type { Cell, ShownUnit } from './figure-types.ts';
import { analyticsWords } from './words.ts';

/** A value of a figure as text with its unit. */
export type WriteCell = (input: { value: Cell; unit: ShownUnit }) => string;

/** How values are written, with amounts in a currency. */
export const useWriteCell = (currency: string): WriteCell => {
  const words = useWords(analyticsWords);
  const format = useFormat();
  return ({ value, unit }) => {
    if (value === null) return unit === 'text' ? words.none : '–';
    if (typeof value === 'boolean') return value ? words.yes : words.no;
    if (unit === 'time' && !Number.isNaN(Date.parse(String(value)))) return format.instant(String(value));
    if (typeof value === 'string')
      return unit === 'day' && /^\d{4}-\d{2}-\d{2}$/.test(value) ? format.day(`${value}T12:00:00Z`) : value;
    if (unit === 'money') return format.money({ minor: value, currency });
    return unit === 'share' ? format.percent(value) : format.number(value);
  };
};

/** A value in a table; people are links. */
export const CellOf = (props: { value: Cell; unit: ShownUnit; write: WriteCell }): ReactNode => {
  const { value, unit, write } = props;
  const text = write({ value, unit });
  if (unit !== 'profile' || typeof value !== 'string')
    return unit === 'text' ? text : <span style={{ whiteSpace: 'nowrap' }}>{text}</span>;
  return (
    <PageLink page="/people/$id" value={value}>
      {text}
    </PageLink>
  );
};

/** Whether values of a unit stand to the right. */
export const isNumeric = (unit: ShownUnit): boolean => !['text', 'day', 'time', 'profile'].includes(unit);
