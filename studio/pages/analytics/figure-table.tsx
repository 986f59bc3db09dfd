import { Text } from '@mantine/core';

import { type Column, PlainTable } from '../../parts/data-table.tsx';
import { useFormat } from '../../parts/text/use-format.ts';
import { useWords } from '../../words/language.tsx';
import type { Cell, ShownUnit } from './figure-types.ts';
import { CellOf, isNumeric, useWriteCell } from './use-cell.tsx';
import { analyticsWords } from './words.ts';

type Row = { readonly key: string; readonly cells: readonly Cell[] };

/** Values in columns, each with its unit. */
export const FigureTable = (props: {
  label: string;
  columns: readonly { readonly name: string; readonly title: string; readonly unit: ShownUnit }[];
  rows: readonly (readonly Cell[])[];
  currency: string;
  isCut: boolean;
}) => {
  const words = useWords(analyticsWords);
  const format = useFormat();
  const write = useWriteCell(props.currency);
  const columns = props.columns.map(({ name, title, unit }, index): Column<Row> => ({
    key: name,
    title,
    align: isNumeric(unit) ? 'right' : 'left',
    cell: ({ cells }) => <CellOf value={cells[index] ?? null} unit={unit} write={write} />,
  }));
  const rows = props.rows.map((cells, index) => ({ key: String(index), cells }));
  return (
    <>
      <PlainTable label={props.label} columns={columns} rows={rows} rowKey={({ key }) => key} />
      {props.isCut ? (
        <Text size="sm" c="dimmed" mt="xs">
          {words.cut(format.number(rows.length))}
        </Text>
      ) : null}
    </>
  );
};
