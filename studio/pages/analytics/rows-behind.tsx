import { Accordion, NativeSelect, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';

import { ask } from '../../api/client.ts';
import { ProblemError, unreachable } from '../../api/problem-error.ts';
import type { components } from '../../api/schema.ts';
import { useApi } from '../../app/session.tsx';
import { EmptyState } from '../../parts/page/empty-state.tsx';
import { Loading } from '../../parts/page/loading.tsx';
import { ProblemAlert } from '../../parts/page/problem-alert.tsx';
import { readable } from '../../parts/text/readable.ts';
import { useLanguage, useWords } from '../../words/language.tsx';
import type { Asked } from './asked.ts';
import { FigureTable } from './figure-table.tsx';
import type { FigureAnswer, ShownUnit } from './figure-types.ts';
import { useWriteCell } from './use-cell.tsx';
import { analyticsWords } from './words.ts';

type RowColumn = components['schemas']['FigureRows']['columns'][number];
const shownRows = 100;

const useColumns = ({ figure }: FigureAnswer) => {
  const { language } = useLanguage();
  return ({ name, type }: RowColumn): { name: string; title: string; unit: ShownUnit } => {
    const same = figure.columns.find((column) => column.name === name);
    const usual = type === 'text' || type === 'time' ? type : 'number';
    return {
      name,
      title: same?.title[language] ?? readable(name),
      unit: same?.unit ?? (name === 'profile_id' ? 'profile' : usual),
    };
  };
};

const Rows = ({ answer, asked, group }: { answer: FigureAnswer; asked: Asked; group: string }) => {
  const words = useWords(analyticsWords);
  const api = useApi();
  const columnOf = useColumns(answer);
  const { key } = answer.figure;
  const found = useQuery({
    queryKey: ['figure-rows', key, asked, group],
    queryFn: async () => {
      const query = { ...asked, limit: shownRows, ...(group === '' ? {} : { group }) };
      const said = await ask(api.GET('/api/figures/{key}/rows', { params: { path: { key }, query } }));
      // Only what was asked for as CSV is a text.
      if (typeof said === 'string') throw new ProblemError(unreachable(0));
      return said;
    },
  });
  if (found.isPending) return <Loading />;
  if (found.isLoadingError) return <ProblemAlert error={found.error} onRetry={() => void found.refetch()} />;
  const { columns, rows, currency, isCut } = found.data;
  if (rows.length === 0) return <EmptyState title={words.nothing} />;
  return (
    <FigureTable
      label={words.behind}
      columns={columns.map(columnOf)}
      rows={rows}
      currency={currency}
      isCut={isCut}
    />
  );
};

/** What was counted, row by row. It is read when somebody opens it. */
export const RowsBehind = ({ answer, asked }: { answer: FigureAnswer; asked: Asked }) => {
  const words = useWords(analyticsWords);
  const write = useWriteCell(answer.currency);
  const [opened, setOpened] = useState<string | null>(null);
  const [group, setGroup] = useState('');
  const unit = answer.figure.columns[0]?.unit ?? 'text';
  const groups = [...new Set(answer.rows.map(([first = null]) => first))].filter((one) => one !== null);
  return (
    <Accordion variant="contained" mt="md" value={opened} onChange={setOpened} order={2}>
      <Accordion.Item value="rows">
        <Accordion.Control>{words.behind}</Accordion.Control>
        <Accordion.Panel>
          {opened === null ? null : (
            <>
              <NativeSelect
                label={words.group}
                maw={280}
                mb="sm"
                value={group}
                onChange={(event) => setGroup(event.currentTarget.value)}
                data={[
                  { value: '', label: words.everything },
                  ...groups.map((value) => ({ value: String(value), label: write({ value, unit }) })),
                ]}
              />
              <Text size="sm" c="dimmed" mb="xs">
                {words.behindText}
              </Text>
              <Rows answer={answer} asked={asked} group={group} />
            </>
          )}
        </Accordion.Panel>
      </Accordion.Item>
    </Accordion>
  );
};
