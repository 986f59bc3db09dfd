import { Badge, Stack, Text, Title } from '@mantine/core';

import { ask } from '../../api/client.ts';
import type { components } from '../../api/schema.ts';
import { useApi } from '../../app/session.tsx';
import { type Column, DataTable, PlainTable } from '../../parts/data-table.tsx';
import { EmptyState } from '../../parts/page/empty-state.tsx';
import { Instant } from '../../parts/text/instant.tsx';
import { useFormat } from '../../parts/text/use-format.ts';
import { usePages } from '../../parts/page/use-pages.ts';
import { channelWords } from '../../parts/text/channel-words.ts';
import { useWords } from '../../words/language.tsx';
import type { Profile } from './profile.ts';
import { peopleWords } from './words.ts';

type Entry = components['schemas']['ConsentEntry'];

/** What a consent is about and what was said, as it stands and in the history. */
type Row = {
  readonly id: string;
  readonly channel: string;
  readonly topic: string;
  readonly state: Entry['status'];
  readonly at: string;
  readonly source?: string | undefined;
  readonly expiresAt?: string | undefined;
};

const colors = { granted: 'teal', withdrawn: 'red', expired: 'gray' } as const;

const rowsNow = ({ consents }: Profile): readonly Row[] =>
  Object.entries(consents).flatMap(([channel, topics]) =>
    Object.entries(topics).map(([topic, one]) => ({ id: `${channel} ${topic}`, channel, topic, ...one })),
  );

const rowOf = ({ status, ...entry }: Entry): Row => ({ ...entry, state: status });

const useColumns = (): readonly Column<Row>[] => {
  const words = useWords(peopleWords);
  const { channelOf } = useWords(channelWords);
  const format = useFormat();
  return [
    {
      key: 'channel',
      title: words.channel,
      cell: ({ channel, topic }) => (
        <>
          {channelOf(channel)}
          <Text size="sm" c="dimmed">
            {topic === '*' ? words.allTopics : topic}
          </Text>
        </>
      ),
    },
    {
      key: 'state',
      title: words.state,
      cell: ({ state, expiresAt }) => (
        <>
          <Badge variant="dot" tt="none" color={colors[state]}>
            {words.stateOf(state)}
          </Badge>
          {expiresAt === undefined ? null : (
            <Text size="sm" c="dimmed">
              {words.until(format.day(expiresAt))}
            </Text>
          )}
        </>
      ),
    },
    { key: 'at', title: words.at, cell: ({ at }) => <Instant iso={at} /> },
    { key: 'source', title: words.source, isWide: true, cell: ({ source }) => source },
  ];
};

/** What somebody said to which channel and topic, now and before. */
export const Consents = ({ profile }: { profile: Profile }) => {
  const words = useWords(peopleWords);
  const api = useApi();
  const columns = useColumns();
  const { id } = profile;
  const now = rowsNow(profile);
  const history = usePages({
    key: ['person', id, 'consents'],
    read: async (cursor) => {
      const query = { limit: 50, ...(cursor === undefined ? {} : { cursor }) };
      const page = await ask(api.GET('/api/profiles/{id}/consents', { params: { path: { id }, query } }));
      return { rows: page.consents.map(rowOf), next: page.next };
    },
  });
  return (
    <Stack gap="lg">
      <section>
        <Title order={2} size="h4" mb="sm">
          {words.consentsNow}
        </Title>
        {now.length === 0 ? (
          <Text c="dimmed">{words.noConsents}</Text>
        ) : (
          <PlainTable label={words.consentsNow} columns={columns} rows={now} rowKey={(row) => row.id} />
        )}
      </section>
      <section>
        <Title order={2} size="h4" mb="sm">
          {words.consentsHistory}
        </Title>
        <DataTable
          label={words.consentsHistory}
          columns={columns}
          pages={history}
          rowKey={(row) => row.id}
          empty={<EmptyState title={words.noConsentHistory} />}
        />
      </section>
    </Stack>
  );
};
