import { Button, Center, Stack, Table, Text } from '@mantine/core';
import type { UseInfiniteQueryResult, InfiniteData } from '@tanstack/react-query';
import type { ReactNode } from 'react';

import { useWords } from '../words/language.tsx';
import classes from './data-table.module.css';
import { EmptyState } from './page/empty-state.tsx';
import { Loading } from './page/loading.tsx';
import { partWords } from './text/part-words.ts';
import { ProblemAlert } from './page/problem-alert.tsx';
import { useFormat } from './text/use-format.ts';

/** A column of a table. */
export type Column<Row> = {
  readonly key: string;
  readonly title: string;
  readonly cell: (row: Row) => ReactNode;
  readonly align?: 'left' | 'right';
  /** Left out where the screen is narrow. */
  readonly isWide?: boolean;
};

/** Figures and buttons are as wide as they are; words have room. */
const classOf = (title: string, align: 'left' | 'right'): string =>
  [classes['cell'], title === '' || align === 'right' ? undefined : classes['words']].join(' ');

/** Rows in columns; wider than the screen it scrolls, also with the keyboard. */
export const PlainTable = <Row,>(props: {
  label: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string;
}) => {
  const { label, columns, rows, rowKey } = props;
  const wide = (isWide: boolean | undefined) => (isWide === true ? { visibleFrom: 'sm' } : {});
  return (
    <Table.ScrollContainer minWidth={320} type="native" tabIndex={0} role="region" aria-label={label}>
      <Table verticalSpacing="sm" highlightOnHover>
        <Table.Thead>
          <Table.Tr>
            {columns.map(({ key, title, align = 'left', isWide }) => (
              <Table.Th key={key} ta={align} {...wide(isWide)}>
                {title}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((row) => (
            <Table.Tr key={rowKey(row)}>
              {columns.map(({ key, title, cell, align = 'left', isWide }) => (
                <Table.Td key={key} ta={align} className={classOf(title, align)} {...wide(isWide)}>
                  {cell(row)}
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
};

/** The rows of a list of the API, page by page as its cursor goes. */
export const DataTable = <Row,>(props: {
  label: string;
  columns: readonly Column<Row>[];
  pages: UseInfiniteQueryResult<InfiniteData<{ readonly rows: readonly Row[] }>>;
  rowKey: (row: Row) => string;
  /** What is shown where the list is empty. */
  empty?: ReactNode;
}) => {
  const { label, columns, pages, rowKey, empty } = props;
  const words = useWords(partWords);
  const format = useFormat();
  if (pages.isPending) return <Loading />;
  if (pages.isLoadingError) return <ProblemAlert error={pages.error} onRetry={() => void pages.refetch()} />;
  const rows = pages.data.pages.flatMap((page) => page.rows);
  if (rows.length === 0) return empty ?? <EmptyState title={words.empty} />;
  return (
    <Stack gap="sm">
      <PlainTable label={label} columns={columns} rows={rows} rowKey={rowKey} />
      {pages.isFetchNextPageError ? (
        <ProblemAlert error={pages.error} onRetry={() => void pages.fetchNextPage()} />
      ) : null}
      <Center>
        <Text size="sm" c="dimmed" mr="md" aria-live="polite">
          {words.shown(format.number(rows.length))}
        </Text>
        {pages.hasNextPage ? (
          <Button
            variant="default"
            loading={pages.isFetchingNextPage}
            onClick={() => void pages.fetchNextPage()}
          >
            {words.more}
          </Button>
        ) : null}
      </Center>
    </Stack>
  );
};
