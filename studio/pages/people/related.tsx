import { Anchor, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';

import { ask } from '../../api/client.ts';
import { useApi, useMay } from '../../app/session.tsx';
import { DataTable, PlainTable } from '../../parts/data-table.tsx';
import { Instant } from '../../parts/text/instant.tsx';
import { Loading } from '../../parts/page/loading.tsx';
import { PageLink } from '../../parts/page/page-link.tsx';
import { ProblemAlert } from '../../parts/page/problem-alert.tsx';
import { usePages } from '../../parts/page/use-pages.ts';
import { channelWords } from '../../parts/text/channel-words.ts';
import { useWords } from '../../words/language.tsx';
import { readable } from '../../parts/text/readable.ts';
import { useShippedLabel } from '../../parts/text/shipped-label.ts';
import type { Profile } from './profile.ts';
import { peopleWords } from './words.ts';

/** At most so many records of each kind; the list of the kind has the rest. */
const mostOfKind = 20;

const useRecordsOf = (id: string) => {
  const api = useApi();
  return useQuery({
    queryKey: ['person', id, 'records'],
    queryFn: async () => {
      const { objects } = await ask(api.GET('/api/objects'));
      const filter = JSON.stringify({
        all: [{ fact: 'record', path: '$.person', operator: 'equal', value: id }],
      });
      const query = { filter, sort: '-updatedAt', limit: mostOfKind };
      const about = objects.filter(({ person }) => person !== undefined);
      const lists = await Promise.all(
        about.map(async ({ key: kind, name }) => {
          const params = { path: { kind }, query };
          const { records } = await ask(api.GET('/api/records/{kind}', { params }));
          return records.map((record) => ({ ...record, kindName: name }));
        }),
      );
      return lists.flat();
    },
  });
};

const Records = ({ id }: { id: string }) => {
  const words = useWords(peopleWords);
  const found = useRecordsOf(id);
  const label = useShippedLabel();
  if (found.isPending) return <Loading />;
  if (found.isLoadingError) return <ProblemAlert error={found.error} onRetry={() => void found.refetch()} />;
  if (found.data.length === 0) return <Text c="dimmed">{words.noRecords}</Text>;
  return (
    <PlainTable
      label={words.records}
      rows={found.data}
      rowKey={(row) => `${row.kind} ${row.id}`}
      columns={[
        {
          key: 'name',
          title: words.name,
          cell: (row) => (
            <Anchor inherit renderRoot={(props) => <Link to={`/records/${row.kind}/${row.id}`} {...props} />}>
              {row.title ?? row.id}
            </Anchor>
          ),
        },
        { key: 'kind', title: words.kind, cell: ({ kind, kindName }) => label(kind, kindName) },
        {
          key: 'stage',
          title: words.stage,
          isWide: true,
          cell: ({ kind, stage }) => (stage === undefined ? '' : label(kind, readable(stage))),
        },
        {
          key: 'updated',
          title: words.updated,
          isWide: true,
          cell: ({ updatedAt }) => <Instant iso={updatedAt} />,
        },
      ]}
    />
  );
};

const Conversations = ({ id }: { id: string }) => {
  const words = useWords(peopleWords);
  const { channelOf } = useWords(channelWords);
  const api = useApi();
  const pages = usePages({
    key: ['person', id, 'conversations'],
    read: async (cursor) => {
      const query = { profile: id, limit: 20, ...(cursor === undefined ? {} : { cursor }) };
      const page = await ask(api.GET('/api/conversations', { params: { query } }));
      return { rows: page.conversations, next: page.next };
    },
  });
  return (
    <DataTable
      label={words.conversations}
      pages={pages}
      rowKey={(row) => row.id}
      empty={<Text c="dimmed">{words.noConversations}</Text>}
      columns={[
        {
          key: 'subject',
          title: words.name,
          cell: ({ id, subject }) => (
            <PageLink page="/conversations/$id" value={id}>
              {subject}
            </PageLink>
          ),
        },
        { key: 'state', title: words.state, cell: ({ state }) => words.stateOf(state) },
        { key: 'channel', title: words.channel, isWide: true, cell: ({ channel }) => channelOf(channel) },
        { key: 'last', title: words.updated, isWide: true, cell: ({ lastAt }) => <Instant iso={lastAt} /> },
      ]}
    />
  );
};

/** The records about somebody and the conversations with them. */
export const Related = ({ profile: { id } }: { profile: Profile }) => {
  const words = useWords(peopleWords);
  const may = useMay();
  return (
    <Stack gap="lg">
      {may('records:read') ? (
        <section>
          <Title order={2} size="h4" mb="sm">
            {words.records}
          </Title>
          <Records id={id} />
        </section>
      ) : null}
      <section>
        <Title order={2} size="h4" mb="sm">
          {words.conversations}
        </Title>
        <Conversations id={id} />
      </section>
    </Stack>
  );
};
