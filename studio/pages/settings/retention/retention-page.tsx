import { NumberInput, Stack, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';

import { ask } from '../../../api/client.ts';
import type { components } from '../../../api/schema.ts';
import { useApi } from '../../../app/session.tsx';
import { CopyText } from '../../../parts/copy-text.tsx';
import { type Column, PlainTable } from '../../../parts/data-table.tsx';
import { Loading } from '../../../parts/page/loading.tsx';
import { PageHeader } from '../../../parts/page/page-header.tsx';
import { ProblemAlert } from '../../../parts/page/problem-alert.tsx';
import { useFormat } from '../../../parts/text/use-format.ts';
import { useWords } from '../../../words/language.tsx';
import { retentionWords } from './words.ts';

type Class = components['schemas']['RetentionClass'];
type Wanted = ReadonlyMap<string, number>;

const daySeconds = 86_400;
const pauseMs = 300;

/** As the setting of the engine has it. */
const settingOf = (wanted: Wanted): string =>
  [...wanted].map(([name, days]) => `${name}=${days} days`).join(', ');

/** The whole setting: what is wanted, and what is set already and is not as usual. */
const wholeOf = (wanted: Wanted, classes: readonly Class[]): string =>
  settingOf(
    new Map(
      classes.flatMap(({ name, seconds, usual }): [string, number][] => {
        const days = wanted.get(name) ?? (seconds === usual ? undefined : Math.ceil(seconds / daySeconds));
        return days === undefined ? [] : [[name, days]];
      }),
    ),
  );

const useColumns = (
  wanted: Wanted,
  want: (name: string, days: number | undefined) => void,
): readonly Column<Class>[] => {
  const words = useWords(retentionWords);
  const format = useFormat();
  const days = (seconds: number): string => words.days(format.number(Math.round(seconds / daySeconds)));
  return [
    { key: 'what', title: words.what, cell: ({ name }) => words.nameOf(name) },
    { key: 'kept', title: words.kept, isWide: true, cell: ({ seconds }) => days(seconds) },
    {
      key: 'over',
      title: words.over,
      align: 'right',
      isWide: true,
      cell: ({ over }) => format.number(over),
    },
    {
      key: 'wanted',
      title: words.wanted,
      cell: ({ name, seconds }) => (
        <NumberInput
          aria-label={words.wantedOf(words.nameOf(name))}
          placeholder={String(Math.round(seconds / daySeconds))}
          min={1}
          max={36_500}
          allowDecimal={false}
          w="6.5rem"
          value={wanted.get(name) ?? ''}
          onChange={(value) => want(name, typeof value === 'number' ? value : undefined)}
        />
      ),
    },
    {
      key: 'deletes',
      title: words.deletes,
      align: 'right',
      cell: ({ deletes, over }) =>
        deletes === 0 ? (
          format.number(deletes)
        ) : (
          <Text component="span" c="red.8" fw={600}>
            {format.number(deletes)} / {format.number(over)}
          </Text>
        ),
    },
  ];
};

/** How long what is over is kept, and what another length would delete. */
export const Content = () => {
  const words = useWords(retentionWords);
  const api = useApi();
  const [wanted, setWanted] = useState<Wanted>(new Map());
  const want = (name: string, days: number | undefined): void => {
    const others = [...wanted].filter(([one]) => one !== name);
    setWanted(new Map(days === undefined || days < 1 ? others : [...others, [name, days]]));
  };
  const setting = settingOf(wanted);
  const [asked] = useDebouncedValue(setting, pauseMs);
  const columns = useColumns(wanted, want);
  const found = useQuery({
    queryKey: ['retention', asked],
    placeholderData: keepPreviousData,
    queryFn: () =>
      ask(api.GET('/api/retention', { params: { query: asked === '' ? {} : { wanted: asked } } })),
  });
  return (
    <>
      <PageHeader title={words.title} text={words.text} />
      {found.isPending ? <Loading /> : null}
      {found.isLoadingError ? (
        <ProblemAlert error={found.error} onRetry={() => void found.refetch()} />
      ) : null}
      {found.data === undefined ? null : (
        <PlainTable
          label={words.title}
          columns={columns}
          rows={found.data.classes}
          rowKey={({ name }) => name}
        />
      )}
      {setting === '' || found.data === undefined ? null : (
        <Stack gap="xs" mt="md">
          <CopyText
            label={words.setting}
            value={`CICLO_RETENTION="${wholeOf(wanted, found.data.classes)}"`}
          />
          <Text size="sm" c="dimmed">
            {words.settingText}
          </Text>
        </Stack>
      )}
    </>
  );
};
