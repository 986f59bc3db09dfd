import { Button, Card, Group, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { z } from 'zod';

import { insertAt, nodeAt, type Path } from '../../editor/splice-json.ts';
import type { FileForm } from './file-form.ts';
import { RemoveButton } from './remove-button.tsx';
import { useRowKeys } from './use-row-keys.ts';

const rowSchema = z.record(z.string(), z.unknown()).catch({});
const rowsSchema = z.array(rowSchema).catch([]);

/** What stands at a place, as fields. */
export const rowAt = (form: FileForm, path: Path): Readonly<Record<string, unknown>> =>
  rowSchema.parse(form.valueAt(path));

/** The rows of a list of a file. */
export const rowsAt = (form: FileForm, path: Path): readonly Readonly<Record<string, unknown>>[] =>
  rowsSchema.parse(form.valueAt(path));

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** What a row is called: its name, or its key. */
export const rowName = (row: Readonly<Record<string, unknown>>): string =>
  textOf(row['name']) || textOf(row['key']);

/** A key that no row of a list has yet: `tier-3`. */
export const freeKey = (stem: string, rows: readonly Readonly<Record<string, unknown>>[]): string => {
  const taken = new Set(rows.map(({ key }) => key));
  const numbers = Array.from({ length: rows.length + 1 }, (_one, index) => rows.length + 1 + index);
  return `${stem}-${numbers.find((n) => !taken.has(`${stem}-${n}`)) ?? rows.length + 1}`;
};

/** A list of the file: a card for each row, a button that adds one. What nobody touches keeps its bytes. */
export const RowsAt = (props: {
  form: FileForm;
  path: Path;
  /** What a row is called, by its number from 1 on. */
  label: (n: string) => string;
  add: string;
  /** A new row. */
  begun: () => Readonly<Record<string, unknown>>;
  most: number;
  least?: number;
  children: (path: Path, row: Readonly<Record<string, unknown>>) => ReactNode;
}) => {
  const { form, path, label, add, begun, most, least = 0, children } = props;
  const rows = rowsAt(form, path);
  const { text, setText } = form.written;
  const { keys, removed } = useRowKeys(rows.length);
  const error = form.errorAt(path);
  const put = (): void => {
    if (nodeAt(text, path) === undefined) form.set(path, [...rows, begun()]);
    else setText(insertAt({ text, path, index: rows.length - 1, value: begun() }));
  };
  const remove = (at: number): void => {
    removed(at);
    form.set([...path, at], undefined);
  };
  return (
    <Stack gap="sm">
      {rows.map((row, at) => {
        const name = label(String(at + 1));
        return (
          <Card key={keys[at]} withBorder padding="sm" role="group" aria-label={name}>
            <Group justify="space-between" wrap="nowrap" mb="xs">
              <Text fw={600} size="sm" style={{ overflowWrap: 'anywhere' }}>
                {rowName(row) || name}
              </Text>
              {rows.length > least ? <RemoveButton onRemove={() => remove(at)} /> : null}
            </Group>
            {children([...path, at], row)}
          </Card>
        );
      })}
      {error === undefined ? null : (
        <Text size="sm" c="red">
          {error}
        </Text>
      )}
      <Button
        variant="default"
        disabled={rows.length >= most}
        style={{ alignSelf: 'flex-start' }}
        onClick={put}
      >
        {add}
      </Button>
    </Stack>
  );
};
