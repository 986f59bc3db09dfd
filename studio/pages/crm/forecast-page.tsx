import { Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';

import { ask } from '../../api/client.ts';
import type { components } from '../../api/schema.ts';
import { useApi, useMe } from '../../app/session.tsx';
import { type Column, PlainTable } from '../../parts/data-table.tsx';
import { EmptyState } from '../../parts/page/empty-state.tsx';
import { Loading } from '../../parts/page/loading.tsx';
import { PageHeader } from '../../parts/page/page-header.tsx';
import { ProblemAlert } from '../../parts/page/problem-alert.tsx';
import { useFormat } from '../../parts/text/use-format.ts';
import { useWords } from '../../words/language.tsx';
import { useTeam } from '../../parts/team/use-team.ts';
import { crmWords } from './words.ts';

const days = 90;
const dayMs = 86_400_000;

type ForecastRow = components['schemas']['SalesForecast']['rows'][number];
type PerformanceRow = components['schemas']['SalesPerformance']['owners'][number];

/** What open deals are expected to bring, month by month. */
const Forecast = () => {
  const words = useWords(crmWords);
  const format = useFormat();
  const api = useApi();
  const { nameOf } = useTeam();
  const found = useQuery({ queryKey: ['forecast'], queryFn: () => ask(api.GET('/api/sales/forecast')) });
  if (found.isPending) return <Loading />;
  if (found.isLoadingError) return <ProblemAlert error={found.error} onRetry={() => void found.refetch()} />;
  const { rows, withoutAmount } = found.data;
  const columns: readonly Column<ForecastRow>[] = [
    { key: 'month', title: words.month, cell: ({ month }) => words.monthOf(month) },
    {
      key: 'owner',
      title: words.owner,
      cell: ({ owner }) => (owner === undefined ? words.nobody : nameOf(owner)),
    },
    {
      key: 'deals',
      title: words.deals,
      align: 'right',
      isWide: true,
      cell: ({ deals }) => format.number(deals),
    },
    {
      key: 'amount',
      title: words.amount,
      align: 'right',
      isWide: true,
      cell: ({ amount: minor, currency }) => format.money({ minor, currency }),
    },
    {
      key: 'weighted',
      title: words.weighted,
      align: 'right',
      cell: ({ weighted: minor, currency }) => format.money({ minor, currency }),
    },
  ];
  return (
    <Stack gap="xs">
      {rows.length === 0 ? (
        <EmptyState title={words.noDeals} />
      ) : (
        <PlainTable
          label={words.forecast}
          columns={columns}
          rows={rows}
          rowKey={({ month, owner, team, currency }) => [month, owner, team, currency].join(' ')}
        />
      )}
      {withoutAmount === 0 ? null : (
        <Text size="sm" c="dimmed">
          {words.without(withoutAmount)}
        </Text>
      )}
    </Stack>
  );
};

/** What everybody won and lost. */
const Performance = () => {
  const words = useWords(crmWords);
  const format = useFormat();
  const api = useApi();
  const { nameOf } = useTeam();
  const { now } = useMe();
  const from = useMemo(() => new Date(Date.parse(now) - days * dayMs).toISOString(), [now]);
  const found = useQuery({
    queryKey: ['performance', from],
    queryFn: () => ask(api.GET('/api/sales/performance', { params: { query: { from } } })),
  });
  if (found.isPending) return <Loading />;
  if (found.isLoadingError) return <ProblemAlert error={found.error} onRetry={() => void found.refetch()} />;
  const columns: readonly Column<PerformanceRow>[] = [
    { key: 'owner', title: words.owner, cell: ({ id }) => (id === undefined ? words.nobody : nameOf(id)) },
    { key: 'won', title: words.won, align: 'right', cell: ({ won }) => format.number(won) },
    { key: 'lost', title: words.lost, align: 'right', cell: ({ lost }) => format.number(lost) },
    { key: 'rate', title: words.winRate, align: 'right', cell: ({ winRate }) => format.percent(winRate) },
    {
      key: 'amount',
      title: words.amount,
      align: 'right',
      isWide: true,
      cell: ({ amounts }) =>
        Object.entries(amounts)
          .map(([currency, minor]) => format.money({ minor, currency }))
          .join(', '),
    },
    {
      key: 'cycle',
      title: words.cycle,
      align: 'right',
      isWide: true,
      cell: ({ cycleDays }) => (cycleDays === undefined ? '' : format.number(Math.round(cycleDays))),
    },
  ];
  if (found.data.owners.length === 0) return <EmptyState title={words.noneClosed} />;
  return (
    <PlainTable
      label={words.performance}
      columns={columns}
      rows={found.data.owners}
      rowKey={({ id }) => id ?? ''}
    />
  );
};

/** What deals are expected to bring, and who won what. */
export const Content = () => {
  const words = useWords(crmWords);
  return (
    <>
      <PageHeader title={words.forecast} text={words.forecastText} />
      <Forecast />
      <Title order={2} size="h3" mt="xl" mb={4}>
        {words.performance}
      </Title>
      <Text c="dimmed" mb="md">
        {words.performanceText}
      </Text>
      <Performance />
    </>
  );
};
