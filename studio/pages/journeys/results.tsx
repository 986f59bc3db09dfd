import { Badge, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';

import { ask } from '../../api/client.ts';
import type { components } from '../../api/schema.ts';
import { useApi, useMe } from '../../app/session.tsx';
import { type Column, PlainTable } from '../../parts/data-table.tsx';
import { EmptyState } from '../../parts/page/empty-state.tsx';
import { Loading } from '../../parts/page/loading.tsx';
import { ProblemAlert } from '../../parts/page/problem-alert.tsx';
import { Counted } from '../../parts/text/counted.tsx';
import { useFormat } from '../../parts/text/use-format.ts';
import { useLanguage, useWords } from '../../words/language.tsx';
import { journeyWords } from './words.ts';

type Result = components['schemas']['Result'];
type Estimate = components['schemas']['Estimate'];
type Arm = Result['arms'][number];
type Comparison = Result['comparisons'][number];

/** An estimate with the interval that holds it. */
export const Interval = ({ of, show }: { of: Estimate; show: (value: number) => string }) => {
  const words = useWords(journeyWords);
  return (
    <>
      {show(of.value)}
      <Text size="sm" c="dimmed">
        {words.between(show(of.low), show(of.high))}
      </Text>
    </>
  );
};

const useMoney = (currency: string): ((minor: number) => string) => {
  const format = useFormat();
  return (minor) => format.money({ minor: Math.round(minor), currency });
};

const Arms = ({ result }: { result: Result }) => {
  const words = useWords(journeyWords);
  const format = useFormat();
  const money = useMoney(result.currency);
  const hasWorth = result.metric.value !== undefined;
  const columns: readonly Column<Arm>[] = [
    {
      key: 'arm',
      title: words.armName,
      cell: ({ arm, isControl }) => (isControl ? `${arm} (${words.control})` : arm),
    },
    { key: 'people', title: words.people, align: 'right', cell: ({ people }) => format.number(people) },
    {
      key: 'rate',
      title: words.rate,
      align: 'right',
      cell: ({ rate }) => <Interval of={rate} show={format.percent} />,
    },
    ...(hasWorth
      ? [
          {
            key: 'worth',
            title: words.perPerson,
            align: 'right',
            isWide: true,
            cell: ({ revenuePerPerson }: Arm) =>
              revenuePerPerson === undefined ? '' : <Interval of={revenuePerPerson} show={money} />,
          } as const,
        ]
      : []),
  ];
  return <PlainTable label={words.arms} columns={columns} rows={result.arms} rowKey={({ arm }) => arm} />;
};

const Comparisons = ({ result }: { result: Result }) => {
  const words = useWords(journeyWords);
  const format = useFormat();
  const money = useMoney(result.currency);
  const points = (share: number): string => format.number(Math.round(share * 1000) / 10);
  const columns: readonly Column<Comparison>[] = [
    { key: 'arm', title: words.difference, cell: ({ arm, against }) => words.against(arm, against) },
    {
      key: 'conversion',
      title: words.points,
      align: 'right',
      cell: ({ conversionDifference }) => <Interval of={conversionDifference} show={points} />,
    },
    ...(result.metric.value === undefined
      ? []
      : [
          {
            key: 'revenue',
            title: words.perPerson,
            align: 'right',
            isWide: true,
            cell: ({ revenueDifference }: Comparison) =>
              revenueDifference === undefined ? '' : <Interval of={revenueDifference} show={money} />,
          } as const,
        ]),
  ];
  const rowKey = ({ arm, against }: Comparison): string => `${arm} ${against}`;
  return <PlainTable label={words.compared} columns={columns} rows={result.comparisons} rowKey={rowKey} />;
};

/** One comparison of groups: the verdict in words, then the figures with their intervals. */
export const ResultCard = ({ result }: { result: Result }) => {
  const words = useWords(journeyWords);
  const format = useFormat();
  const title = {
    experiment: words.experiment(result.step ?? ''),
    holdout: words.holdout,
    'all-marketing': words.marketing,
  }[result.kind];
  // The sentences begin with the verdict and the decision; those about arms and differences are the tables.
  const leading = result.decided === undefined ? 1 : 2;
  const trailing = leading + result.arms.length + result.comparisons.length;
  return (
    <Paper withBorder p={{ base: 'sm', sm: 'lg' }} component="section" aria-label={title}>
      <Stack gap="sm">
        <Group gap="xs">
          <Title order={2} size="h4">
            {title}
          </Title>
          {result.isCurrent ? null : (
            <Badge variant="light" color="gray" tt="none">
              {words.earlierDesign}
            </Badge>
          )}
        </Group>
        {result.text.slice(0, leading).map((line) => (
          <Text key={line} fw={500}>
            {line}
          </Text>
        ))}
        <Counted iso={result.asOf} />
        <Arms result={result} />
        {result.comparisons.length === 0 ? null : <Comparisons result={result} />}
        <Text size="sm" c="dimmed">
          {words.measured(result.metric.on, result.metric.within)}{' '}
          {words.confidence(format.percent(result.confidence))} {result.text.slice(trailing).join(' ')}
        </Text>
      </Stack>
    </Paper>
  );
};

/** What the journey and its experiments are worth, against people who did not get them. */
export const Results = ({ journey }: { journey: string }) => {
  const words = useWords(journeyWords);
  const { language } = useLanguage();
  const { workspace } = useMe();
  const api = useApi();
  const found = useQuery({
    queryKey: ['journey', journey, 'results', language],
    queryFn: async (): Promise<readonly Result[]> => {
      const query = { locale: language, zone: workspace.zone };
      const params = { path: { key: journey }, query };
      const [lift, { experiments }] = await Promise.all([
        ask(api.GET('/api/journeys/{key}/lift', { params })),
        ask(api.GET('/api/journeys/{key}/experiments', { params })),
      ]);
      return [...experiments, ...lift.holdouts, ...(lift.everything === undefined ? [] : [lift.everything])];
    },
  });
  if (found.isPending) return <Loading />;
  if (found.isLoadingError) return <ProblemAlert error={found.error} onRetry={() => void found.refetch()} />;
  if (found.data.length === 0) return <EmptyState title={words.noResults} text={words.noResultsText} />;
  return (
    <Stack>
      {found.data.map((result) => (
        <ResultCard key={result.experiment} result={result} />
      ))}
    </Stack>
  );
};
