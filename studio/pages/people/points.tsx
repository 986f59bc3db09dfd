import { SimpleGrid, Stack, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';

import { ask } from '../../api/client.ts';
import type { components } from '../../api/schema.ts';
import { useApi } from '../../app/session.tsx';
import { DataTable } from '../../parts/data-table.tsx';
import { EmptyState } from '../../parts/page/empty-state.tsx';
import { Instant } from '../../parts/text/instant.tsx';
import { Loading } from '../../parts/page/loading.tsx';
import { ProblemAlert } from '../../parts/page/problem-alert.tsx';
import { Stat } from '../../parts/page/stat.tsx';
import { useFormat } from '../../parts/text/use-format.ts';
import { usePages } from '../../parts/page/use-pages.ts';
import { useWords } from '../../words/language.tsx';
import { Memberships } from './loyalty/memberships.tsx';
import { Rewards } from './loyalty/rewards.tsx';
import type { Profile } from './profile.ts';
import { peopleWords } from './words.ts';

const Postings = ({ id }: { id: string }) => {
  const words = useWords(peopleWords);
  const format = useFormat();
  const api = useApi();
  const pages = usePages({
    key: ['person', id, 'postings'],
    read: async (cursor) => {
      const query = { limit: 50, ...(cursor === undefined ? {} : { cursor }) };
      const page = await ask(api.GET('/api/profiles/{id}/points', { params: { path: { id }, query } }));
      return { rows: page.postings, next: page.next };
    },
  });
  return (
    <DataTable
      label={words.postings}
      pages={pages}
      rowKey={({ key }) => key}
      columns={[
        { key: 'what', title: words.what, cell: ({ kind }) => words.stateOf(kind) },
        {
          key: 'points',
          title: words.amount,
          align: 'right',
          cell: ({ points, pending }) => format.number(points === 0 ? pending : points),
        },
        { key: 'at', title: words.at, cell: ({ at }) => <Instant iso={at} /> },
        { key: 'programme', title: words.programme, isWide: true, cell: ({ program }) => program },
        { key: 'reason', title: words.reason, isWide: true, cell: ({ reason, rule }) => reason ?? rule },
      ]}
    />
  );
};

const Balances = ({ balances }: { balances: readonly components['schemas']['PointsBalance'][] }) => {
  const words = useWords(peopleWords);
  const format = useFormat();
  return (
    <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }}>
      {balances.map(({ program, name, points, pending, spent, tier, tierName = tier }) => (
        <Stat
          key={program}
          label={words.balance(name ?? program)}
          value={format.number(points)}
          text={[
            words.pendingAndSpent(format.number(pending), format.number(spent)),
            ...(tierName === undefined ? [] : [words.tier(tierName)]),
          ].join('. ')}
        />
      ))}
    </SimpleGrid>
  );
};

/** The points of somebody by programme with memberships and rewards, and how they came by them. */
export const Points = ({ profile }: { profile: Profile }) => {
  const words = useWords(peopleWords);
  const api = useApi();
  const { id } = profile;
  const found = useQuery({
    queryKey: ['person', id, 'points'],
    queryFn: () =>
      ask(api.GET('/api/profiles/{id}/points', { params: { path: { id }, query: { limit: 1 } } })),
  });
  if (found.isPending) return <Loading />;
  if (found.isLoadingError) return <ProblemAlert error={found.error} onRetry={() => void found.refetch()} />;
  const { balances, postings } = found.data;
  const hasPoints = balances.length > 0 || postings.length > 0;
  return (
    <Stack gap="lg">
      {hasPoints ? (
        <Balances balances={balances} />
      ) : (
        <EmptyState title={words.noPoints} text={words.noPointsText} />
      )}
      <Memberships id={id} balances={balances} />
      <Rewards id={id} />
      {hasPoints ? (
        <section>
          <Title order={2} size="h4" mb="sm">
            {words.postings}
          </Title>
          <Postings id={id} />
        </section>
      ) : null}
    </Stack>
  );
};
