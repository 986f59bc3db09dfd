import { Badge, Text } from '@mantine/core';

import { type Column, PlainTable } from '../../parts/data-table.tsx';
import { DraftEntries } from '../../parts/drafts/draft-entries.tsx';
import { EmptyState } from '../../parts/page/empty-state.tsx';
import { Loading } from '../../parts/page/loading.tsx';
import { PageHeader } from '../../parts/page/page-header.tsx';
import { PageLink } from '../../parts/page/page-link.tsx';
import { ProblemAlert } from '../../parts/page/problem-alert.tsx';
import { Instant } from '../../parts/text/instant.tsx';
import { useFormat } from '../../parts/text/use-format.ts';
import { useWords } from '../../words/language.tsx';
import { NewFeed } from './edit/new-feed.tsx';
import { FeedState } from './feed-state.tsx';
import { Removed } from './removed.tsx';
import { type Feed, useFeeds, useStandingOf } from './use-feeds.ts';
import { feedWords } from './words.ts';

/** What a feed is called, and what it sends. */
const Name = ({ feed }: { feed: Feed }) => {
  const words = useWords(feedWords);
  return (
    <>
      <PageLink page="/feeds/$name" value={feed.name}>
        {feed.name}
      </PageLink>
      <Text size="xs" c="dimmed">
        {words.kindOf(feed.rows)}
      </Text>
    </>
  );
};

/** How many events were refused; files and audiences have none. */
const RefusedCount = ({ feed }: { feed: Feed }) => {
  const format = useFormat();
  if (feed.goesAs !== 'events') return <>–</>;
  if (feed.refused === 0) return <>0</>;
  return (
    <Badge variant="filled" color="yellow.4" tt="none">
      {format.number(feed.refused)}
    </Badge>
  );
};

const useColumns = (): readonly Column<Feed>[] => {
  const words = useWords(feedWords);
  const format = useFormat();
  const standingOf = useStandingOf();
  return [
    {
      key: 'name',
      title: words.feed,
      cell: (feed) => <Name feed={feed} />,
    },
    {
      key: 'to',
      title: words.to,
      isWide: true,
      cell: ({ plugin }) => (
        <PageLink page="/connectors/$instance" value={plugin}>
          {plugin}
        </PageLink>
      ),
    },
    {
      key: 'state',
      title: words.state,
      cell: (feed) => <FeedState standing={standingOf(feed)} />,
    },
    {
      key: 'waits',
      title: words.waitsSince,
      isWide: true,
      cell: ({ waitsSince }) => (waitsSince === undefined ? words.nothing : <Instant iso={waitsSince} />),
    },
    {
      key: 'sent',
      title: words.sent,
      align: 'right',
      isWide: true,
      cell: ({ written, audience }) =>
        audience === undefined
          ? format.number(written.rows)
          : words.people(audience.members, format.number(audience.members)),
    },
    {
      key: 'refused',
      title: words.refused,
      align: 'right',
      cell: (feed) => <RefusedCount feed={feed} />,
    },
  ];
};

/** What is written out to other systems, and how it goes. */
export const Content = () => {
  const words = useWords(feedWords);
  const columns = useColumns();
  const found = useFeeds();
  return (
    <>
      <PageHeader title={words.feeds} text={words.feedsText}>
        <NewFeed />
      </PageHeader>
      <DraftEntries of="feeds" />
      <Removed />
      {found.isPending ? <Loading /> : null}
      {found.isLoadingError ? (
        <ProblemAlert error={found.error} onRetry={() => void found.refetch()} />
      ) : null}
      {found.data?.length === 0 ? <EmptyState title={words.none} text={words.noneText} /> : null}
      {found.isSuccess && found.data.length > 0 ? (
        <PlainTable label={words.feeds} columns={columns} rows={found.data} rowKey={({ name }) => name} />
      ) : null}
    </>
  );
};
