import { Badge, Group, Text } from '@mantine/core';

import { ask } from '../../../api/client.ts';
import { useApi } from '../../../app/session.tsx';
import { type Column, DataTable } from '../../../parts/data-table.tsx';
import { EmptyState } from '../../../parts/page/empty-state.tsx';
import { PageHeader } from '../../../parts/page/page-header.tsx';
import { PageLink } from '../../../parts/page/page-link.tsx';
import { useFormat } from '../../../parts/text/use-format.ts';
import { usePages } from '../../../parts/page/use-pages.ts';
import { useWords } from '../../../words/language.tsx';
import { publicationWords } from './publications-words.ts';
import { type Publication, usePublisher } from './use-publisher.ts';

const pageSize = 50;
const namedMost = 3;

const Changes = ({ row }: { row: Publication }) => {
  const words = useWords(publicationWords);
  const format = useFormat();
  const named = row.changes.slice(0, namedMost);
  const more = row.changesCount - named.length;
  return (
    <>
      {named.map(({ what, key, change }) => (
        <Text key={`${what} ${key}`} size="sm" c="dimmed">
          {words[change]}: {what === key ? what : `${what} ${key}`}
        </Text>
      ))}
      {more > 0 ? (
        <Text size="sm" c="dimmed">
          {words.more(format.number(more))}
        </Text>
      ) : null}
    </>
  );
};

const useColumns = (): readonly Column<Publication>[] => {
  const words = useWords(publicationWords);
  const format = useFormat();
  const { publisher, source } = usePublisher();
  return [
    {
      key: 'revision',
      title: words.revision,
      cell: ({ revision, isLive, at, note }) => (
        <>
          <Group gap="xs">
            <PageLink page="/publications/$revision" value={String(revision)}>
              {words.revisionOf(format.number(revision))}
            </PageLink>
            {isLive ? (
              <Badge variant="dot" color="teal" tt="none">
                {words.live}
              </Badge>
            ) : null}
          </Group>
          <Text size="xs" c="dimmed">
            {format.instant(at)}
          </Text>
          {note === undefined ? null : <Text size="sm">{note}</Text>}
        </>
      ),
    },
    {
      key: 'who',
      title: words.who,
      cell: (row) => (
        <>
          {publisher(row.by)}
          <Text size="xs" c="dimmed">
            {source(row)}
          </Text>
        </>
      ),
    },
    { key: 'changes', title: words.changes, isWide: true, cell: (row) => <Changes row={row} /> },
  ];
};

/** What was published, the newest first. */
export const Content = () => {
  const words = useWords(publicationWords);
  const api = useApi();
  const columns = useColumns();
  const pages = usePages({
    key: ['publications'],
    read: async (cursor) => {
      const query = { limit: pageSize, ...(cursor === undefined ? {} : { cursor }) };
      const found = await ask(api.GET('/api/workspace/publications', { params: { query } }));
      return { rows: found.publications, next: found.next };
    },
  });
  return (
    <>
      <PageHeader title={words.publications} text={words.publicationsText} />
      <DataTable
        label={words.publications}
        columns={columns}
        pages={pages}
        rowKey={({ revision }) => String(revision)}
        empty={<EmptyState title={words.none} text={words.noneText} />}
      />
    </>
  );
};
