import { SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';

import { ask } from '../../api/client.ts';
import type { components } from '../../api/schema.ts';
import { useApi } from '../../app/session.tsx';
import { type Column, PlainTable } from '../../parts/data-table.tsx';
import { EmptyState } from '../../parts/page/empty-state.tsx';
import { Loading } from '../../parts/page/loading.tsx';
import { PageLink } from '../../parts/page/page-link.tsx';
import { ProblemAlert } from '../../parts/page/problem-alert.tsx';
import { Stat } from '../../parts/page/stat.tsx';
import { Counted } from '../../parts/text/counted.tsx';
import { useFormat } from '../../parts/text/use-format.ts';
import { useWords } from '../../words/language.tsx';
import { campaignWords } from './campaign-words.ts';

type Results = components['schemas']['CampaignResults'];
type Total = Results['totals'][number];
type Source = Results['sources'][number];

/** What was planned, spent and earned in one currency. */
const Totals = ({ total, people }: { total: Total; people: number }) => {
  const words = useWords(campaignWords);
  const format = useFormat();
  const { currency, budget, cost, sendingCost, revenue, profit, return: gained } = total;
  const money = (minor: number): string => format.money({ minor, currency });
  const left = (budget ?? 0) - cost;
  return (
    <SimpleGrid cols={{ base: 1, xs: 2, lg: 4 }}>
      {budget === undefined ? null : (
        <Stat
          label={words.budget}
          value={money(budget)}
          text={left < 0 ? words.over(money(-left)) : words.left(money(left))}
        />
      )}
      <Stat label={words.cost} value={money(cost)} text={words.sending(money(sendingCost))} />
      <Stat label={words.revenue} value={money(revenue)} text={words.people(people, format.number(people))} />
      <Stat
        label={words.return}
        value={gained === undefined ? '–' : format.percent(gained)}
        text={gained === undefined ? words.noCost : words.profit(money(profit))}
      />
    </SimpleGrid>
  );
};

const Sources = ({ sources }: Pick<Results, 'sources'>) => {
  const words = useWords(campaignWords);
  const format = useFormat();
  const count = (
    key: 'entered' | 'sent' | 'clicked' | 'converted',
    title: string,
    isWide: boolean,
  ): Column<Source> => ({
    key,
    title,
    align: 'right',
    isWide,
    cell: (source) => format.number(source[key]),
  });
  const columns: readonly Column<Source>[] = [
    {
      key: 'name',
      title: words.source,
      cell: ({ kind, id, name }) => (
        <PageLink page={kind === 'journey' ? '/journeys/$key' : '/broadcasts/$id'} value={id}>
          {name}
        </PageLink>
      ),
    },
    count('entered', words.entered, true),
    count('sent', words.sent, false),
    count('clicked', words.clicked, true),
    count('converted', words.converted, true),
    {
      key: 'revenue',
      title: words.revenue,
      align: 'right',
      cell: ({ revenue }) => revenue.map(format.money).join(' + '),
    },
  ];
  return (
    <PlainTable
      label={words.sources}
      columns={columns}
      rows={sources}
      rowKey={({ kind, id }) => `${kind} ${id}`}
    />
  );
};

const Posts = ({ posts }: Pick<Results, 'posts'>) => {
  const words = useWords(campaignWords);
  const format = useFormat();
  return (
    <section>
      <Title order={2} size="h4" mb="xs">
        {words.posts}
      </Title>
      <PlainTable
        label={words.posts}
        rows={posts}
        rowKey={({ id }) => id}
        columns={[
          { key: 'post', title: words.post, cell: ({ text }) => <Text lineClamp={2}>{text}</Text> },
          { key: 'state', title: words.state, cell: ({ state }) => words.postState(state) },
          { key: 'at', title: words.at, isWide: true, cell: ({ at }) => format.instant(at) },
        ]}
      />
    </section>
  );
};

/** What a campaign cost and brought, over its journeys and broadcasts. */
export const CampaignResults = ({ id }: { id: string }) => {
  const words = useWords(campaignWords);
  const api = useApi();
  const found = useQuery({
    queryKey: ['campaign', id, 'results'],
    queryFn: () =>
      ask(api.GET('/api/records/{kind}/{id}/results', { params: { path: { kind: 'campaign', id } } })),
  });
  if (found.isPending) return <Loading />;
  if (found.isLoadingError) return <ProblemAlert error={found.error} onRetry={() => void found.refetch()} />;
  const { totals, people, sources, posts, countedAt } = found.data;
  return (
    <Stack gap="lg">
      <Counted iso={countedAt} />
      {totals.map((total) => (
        <Totals key={total.currency} total={total} people={people} />
      ))}
      {sources.length === 0 ? (
        <EmptyState title={words.noSources} text={words.noSourcesText} />
      ) : (
        <section>
          <Title order={2} size="h4" mb="xs">
            {words.sources}
          </Title>
          <Sources sources={sources} />
        </section>
      )}
      {posts.length === 0 ? null : <Posts posts={posts} />}
      <Text size="sm" c="dimmed">
        {words.note}
      </Text>
    </Stack>
  );
};
