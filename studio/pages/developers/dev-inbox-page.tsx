import { Text, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';

import { ask } from '../../api/client.ts';
import type { components } from '../../api/schema.ts';
import { useApi } from '../../app/session.tsx';
import { type Column, PlainTable } from '../../parts/data-table.tsx';
import { EmptyState } from '../../parts/page/empty-state.tsx';
import { Icon, icons } from '../../parts/icon.tsx';
import { Loading } from '../../parts/page/loading.tsx';
import { PageHeader } from '../../parts/page/page-header.tsx';
import { PageLink } from '../../parts/page/page-link.tsx';
import { ProblemAlert } from '../../parts/page/problem-alert.tsx';
import { useFormat } from '../../parts/text/use-format.ts';
import { useWords } from '../../words/language.tsx';
import { useInboxPlace } from './place.ts';
import { developerWords } from './words.ts';

type Row = components['schemas']['DevMailRow'];

const most = 200;
const everyMs = 5_000;
const typingMs = 300;

const useColumns = (): readonly Column<Row>[] => {
  const words = useWords(developerWords);
  const format = useFormat();
  return [
    {
      key: 'subject',
      title: words.subject,
      cell: ({ n, subject, from }) => (
        <>
          <PageLink page="/dev-inbox/$n" value={String(n)}>
            {subject === '' ? words.noSubject : subject}
          </PageLink>
          <Text size="xs" c="dimmed">
            {from}
          </Text>
        </>
      ),
    },
    { key: 'to', title: words.to, cell: ({ to }) => to.join(', ') },
    {
      key: 'sent',
      title: words.sent,
      isWide: true,
      align: 'right',
      cell: ({ date }) => format.instant(date),
    },
  ];
};

const Search = () => {
  const words = useWords(developerWords);
  const [place, change] = useInboxPlace();
  const [q, setQ] = useState(place.q ?? '');
  const look = useDebouncedCallback(
    (next: string) => change({ q: next.trim() === '' ? undefined : next.trim() }),
    typingMs,
  );
  return (
    <TextInput
      type="search"
      aria-label={words.search}
      placeholder={words.search}
      leftSection={<Icon path={icons.search} />}
      maw={420}
      mb="md"
      maxLength={200}
      value={q}
      onChange={({ currentTarget }) => {
        setQ(currentTarget.value);
        look(currentTarget.value);
      }}
    />
  );
};

/** The mails that were sent to nobody while somebody tries things out. */
export const Content = () => {
  const words = useWords(developerWords);
  const api = useApi();
  const columns = useColumns();
  const [{ q }] = useInboxPlace();
  const found = useQuery({
    queryKey: ['dev-mails', q],
    refetchInterval: everyMs,
    placeholderData: keepPreviousData,
    queryFn: () =>
      ask(
        api.GET('/api/dev-mails', { params: { query: { limit: most, ...(q === undefined ? {} : { q }) } } }),
      ),
  });
  const mails = found.data?.mails ?? [];
  return (
    <>
      <PageHeader title={words.inbox} text={words.inboxText} />
      {found.isPending ? <Loading /> : null}
      {found.isLoadingError ? (
        <ProblemAlert error={found.error} onRetry={() => void found.refetch()} />
      ) : null}
      {found.data?.on === false ? <EmptyState title={words.inboxOff} text={words.inboxOffText} /> : null}
      {found.data?.on === true ? <Search /> : null}
      {found.data?.on === true && mails.length === 0 ? (
        <EmptyState title={words.noMails} text={words.noMailsText} />
      ) : null}
      {mails.length === 0 ? null : (
        <PlainTable label={words.inbox} columns={columns} rows={mails} rowKey={({ n }) => String(n)} />
      )}
    </>
  );
};
