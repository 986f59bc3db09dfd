import { Alert, Button, Group, Select, SimpleGrid, Stack, Table, Text } from '@mantine/core';
import { useState } from 'react';
import { z } from 'zod';

import { useMay } from '../../app/session.tsx';
import { useNotice } from '../../parts/page/notice.tsx';
import { SlaClocks } from '../../parts/sla/sla-clocks.tsx';
import { useWords } from '../../words/language.tsx';
import { type Definition, type Field, fieldName, keptFields } from './definition.ts';
import { readable } from '../../parts/text/readable.ts';
import { FieldValue } from './field-value.tsx';
import { RecordForm } from './forms/record-form.tsx';
import type { RecordRow } from './record-row.ts';
import { isOutOfDate, useChangeRecord } from './use-change-record.ts';
import { useTeam } from '../../parts/team/use-team.ts';
import { crmWords } from './words.ts';

type Shown = { definition: Definition; row: RecordRow };

const rowsSchema = z.array(z.record(z.string(), z.unknown())).catch([]);

/** The rows of a list, such as the lines of a quote. */
const Rows = ({ name, field, value }: { name: string; field: Field; value: unknown }) => {
  const rows = rowsSchema.parse(value);
  const columns = Object.entries(field.fields);
  if (rows.length === 0) return null;
  return (
    <Table.ScrollContainer minWidth={320} type="native" tabIndex={0} role="region" aria-label={name}>
      <Table captionSide="top">
        <Table.Caption ta="left">{name}</Table.Caption>
        <Table.Thead>
          <Table.Tr>
            {columns.map(([key, column]) => (
              <Table.Th key={key}>{column.name ?? readable(key)}</Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((row, n) => (
            <Table.Tr key={`${n} ${JSON.stringify(row)}`}>
              {columns.map(([key, column]) => (
                <Table.Td key={key}>
                  <FieldValue field={{ ...column, fields: {} }} value={row[key]} />
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
};

const OwnerSelect = ({ row }: { row: RecordRow }) => {
  const words = useWords(crmWords);
  const notice = useNotice();
  const change = useChangeRecord();
  const may = useMay();
  const { users, nameOf } = useTeam();
  if (!may('records:write', 'read'))
    return (
      <Text size="sm">
        {words.owner}: {nameOf(row.owner) === '' ? words.nobody : nameOf(row.owner)}
      </Text>
    );
  const names = users.map(({ id, name }) => ({ value: id, label: name }));
  const isKnown = row.owner === undefined || users.some(({ id }) => id === row.owner);
  return (
    <Select
      label={words.owner}
      placeholder={words.nobody}
      clearable
      searchable
      maw={280}
      data={isKnown ? names : [...names, { value: row.owner ?? '', label: row.owner ?? '' }]}
      value={row.owner ?? null}
      onChange={(owner) =>
        change.mutate(
          { row, change: { owner } },
          { onSuccess: () => notice.done(words.saved), onError: notice.failed },
        )
      }
    />
  );
};

const Read = ({ definition, row }: Shown) => {
  const words = useWords(crmWords);
  const hidden = new Set(row.hidden ?? []);
  // The page of a quote stands above, with what is done with it.
  const plain = Object.entries(definition.fields).filter(
    ([key, { type }]) => type !== 'list' && !(definition.key === 'quote' && key === 'link'),
  );
  return (
    <SimpleGrid component="dl" cols={{ base: 1, sm: 2 }} spacing="md" verticalSpacing="sm" m={0}>
      {plain.map(([key, field]) => (
        <div key={key}>
          <Text component="dt" size="sm" c="dimmed">
            {fieldName(definition, key)}
          </Text>
          <Text component="dd" m={0} style={{ overflowWrap: 'anywhere' }}>
            {hidden.has(key) ? words.hidden : <FieldValue field={field} value={row.data[key]} />}
          </Text>
        </div>
      ))}
    </SimpleGrid>
  );
};

/** What a record holds, to be read and changed. */
export const RecordDetails = ({ definition, row }: Shown) => {
  const words = useWords(crmWords);
  const notice = useNotice();
  const may = useMay();
  const change = useChangeRecord();
  // As it was when it was opened: what others change meanwhile is not mixed with what is typed.
  const [edited, setEdited] = useState<RecordRow | undefined>();
  const isEditing = edited !== undefined;
  const stopEditing = (): void => {
    setEdited(undefined);
    change.reset();
  };
  const locks = definition.stages?.list.find(({ key }) => key === row.stage)?.locks ?? [];
  const locked = [...locks, ...keptFields(definition)];
  const lists = Object.entries(definition.fields).filter(([, { type }]) => type === 'list');
  const isOpen = may('records:write') && row.deletedAt === undefined;
  return (
    <Stack gap="lg">
      <SlaClocks clocks={row.sla} />
      <OwnerSelect row={row} />
      {isEditing && isOutOfDate(change.error) ? (
        <Alert color="orange" title={words.changedMeanwhile}>
          {words.changedMeanwhileText}
        </Alert>
      ) : null}
      {edited !== undefined ? (
        <RecordForm
          definition={definition}
          values={edited.data}
          locked={locked}
          save={words.save}
          cancel={{ label: words.cancel, act: stopEditing }}
          onSave={async (data) => {
            const { revision } = isOutOfDate(change.error) ? row : edited;
            await change.mutateAsync({ row: { ...edited, revision }, change: { data } });
            stopEditing();
            notice.done(words.saved);
          }}
        />
      ) : (
        <Read definition={definition} row={row} />
      )}
      {(isEditing ? lists.filter(([key]) => locked.includes(key)) : lists).map(([key, field]) => (
        <Rows key={key} name={fieldName(definition, key)} field={field} value={row.data[key]} />
      ))}
      {isOpen && !isEditing ? (
        <Group>
          <Button variant="default" onClick={() => setEdited(row)}>
            {words.edit}
          </Button>
        </Group>
      ) : null}
    </Stack>
  );
};
