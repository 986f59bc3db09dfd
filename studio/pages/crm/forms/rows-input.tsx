import { ActionIcon, Box, Button, Fieldset, Group, SimpleGrid, Stack, Text } from '@mantine/core';
import { useState } from 'react';

import { ask } from '../../../api/client.ts';
import { useApi } from '../../../app/session.tsx';
import { Icon } from '../../../parts/icon.tsx';
import { readable } from '../../../parts/text/readable.ts';
import { useWords } from '../../../words/language.tsx';
import type { Field } from '../definition.ts';
import { FieldValue } from '../field-value.tsx';
import { crmWords } from '../words.ts';
import { FieldInput } from './field-input.tsx';
import { rowsOf, type Values, withReferred } from './rows.ts';

const cross = 'M6 6l12 12M18 6L6 18';

type Column = Field['fields'][string];

const nameOf = (key: string, { name }: Column): string => name ?? readable(key);

/** What is worked out of a row, as the engine last said. */
const WorkedOut = ({ columns, row }: { columns: readonly (readonly [string, Column])[]; row: Values }) => (
  <Group gap="md">
    {columns.map(([key, column]) =>
      row[key] === undefined ? null : (
        <Text key={key} size="sm" c="dimmed" component="div">
          {nameOf(key, column)}: <FieldValue field={{ ...column, fields: {} }} value={row[key]} />
        </Text>
      ),
    )}
  </Group>
);

type RowProps = {
  readonly field: Field;
  readonly n: number;
  readonly row: Values;
  readonly worked: Values;
  readonly onChange: (change: (before: Values) => Values) => void;
  readonly onRemove: () => void;
};

const Row = ({ field, n, row, worked, onChange, onRemove }: RowProps) => {
  const words = useWords(crmWords);
  const api = useApi();
  const columns = Object.entries(field.fields);
  const computed = columns.filter(([, { type }]) => type === 'formula');
  const say = (key: string, column: Column, value: unknown): void => {
    onChange((before) => ({ ...before, [key]: value }));
    if (column.type !== 'reference' || typeof value !== 'string' || value === '') return;
    const path = { kind: column.to ?? '', id: value };
    void ask(api.GET('/api/records/{kind}/{id}', { params: { path } })).then(
      (record) => onChange((before) => withReferred({ columns: field.fields, row: before, record })),
      // Who may not see the record fills the row in themselves.
      () => undefined,
    );
  };
  return (
    <Fieldset legend={words.rowOf(n + 1)} pos="relative">
      <Box pos="absolute" top={4} right={8}>
        <ActionIcon variant="subtle" color="gray" aria-label={words.removeRow(n + 1)} onClick={onRemove}>
          <Icon path={cross} />
        </ActionIcon>
      </Box>
      <SimpleGrid cols={{ base: 1, xs: 2, md: 3 }} spacing="sm" verticalSpacing="xs">
        {columns.map(([key, column]) =>
          column.type === 'formula' ? null : (
            <FieldInput
              key={key}
              label={nameOf(key, column)}
              field={{ ...column, fields: {} }}
              value={row[key]}
              onChange={(value) => say(key, column, value)}
            />
          ),
        )}
      </SimpleGrid>
      {computed.length === 0 ? null : (
        <Box mt="sm">
          <WorkedOut columns={computed} row={worked} />
        </Box>
      )}
    </Fieldset>
  );
};

/** The rows of a list, such as the lines of a quote: added, filled in and removed one by one. */
export const RowsInput = (props: {
  label: string;
  field: Field;
  value: unknown;
  /** The rows as the engine works them out. */
  worked: unknown;
  onChange: (change: (before: unknown) => readonly Values[] | undefined) => void;
}) => {
  const { label, field, value, worked, onChange } = props;
  const words = useWords(crmWords);
  const rows = rowsOf(value);
  const workedRows = rowsOf(worked);
  // Rows have no ids of their own; these keep what is typed with its row when another one goes.
  const [keys, setKeys] = useState<readonly number[]>(() => rows.map((_, n) => n));
  const put = (next: readonly Values[]): readonly Values[] | undefined =>
    next.length === 0 ? undefined : next;
  const add = (): void => {
    setKeys((before) => [...before, Math.max(-1, ...before) + 1]);
    onChange((before) => [...rowsOf(before), {}]);
  };
  return (
    <Stack gap="sm" role="group" aria-label={label}>
      <Text fw={500} size="sm">
        {label}
      </Text>
      {rows.map((row, n) => (
        <Row
          key={keys[n] ?? `new ${n}`}
          field={field}
          n={n}
          row={row}
          worked={workedRows[n] ?? {}}
          onChange={(change) =>
            onChange((before) => put(rowsOf(before).map((one, at) => (at === n ? change(one) : one))))
          }
          onRemove={() => {
            setKeys((before) => before.toSpliced(n, 1));
            onChange((before) => put(rowsOf(before).toSpliced(n, 1)));
          }}
        />
      ))}
      <Group>
        <Button variant="default" size="sm" onClick={add}>
          {words.addRow}
        </Button>
      </Group>
    </Stack>
  );
};
