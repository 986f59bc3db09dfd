import { Group, Stack, Text } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';

import { ask } from '../../api/client.ts';
import type { components } from '../../api/schema.ts';
import { useApi, useMay } from '../../app/session.tsx';
import { type Column, PlainTable } from '../../parts/data-table.tsx';
import { ConfirmButton } from '../../parts/dialogs/confirm-button.tsx';
import { Loading } from '../../parts/page/loading.tsx';
import { useNotice } from '../../parts/page/notice.tsx';
import { ProblemAlert } from '../../parts/page/problem-alert.tsx';
import { Instant } from '../../parts/text/instant.tsx';
import { useFormat } from '../../parts/text/use-format.ts';
import { useWords } from '../../words/language.tsx';
import { Section } from '../connectors/section.tsx';
import type { Feed } from './use-feeds.ts';
import { feedWords } from './words.ts';

type RefusedEvent = components['schemas']['RefusedEvent'];

const useRefused = (feed: string) => {
  const api = useApi();
  return useQuery({
    queryKey: ['feeds', feed, 'refused'],
    queryFn: () => ask(api.GET('/api/feeds/{feed}/refused', { params: { path: { feed } } })),
  });
};

/** What can be done with events that were refused: the oldest are sent again, or all are discarded. */
const Actions = ({ feed, total }: { feed: string; total: number }) => {
  const words = useWords(feedWords);
  const format = useFormat();
  const notice = useNotice();
  const api = useApi();
  const may = useMay();
  const queries = useQueryClient();
  const asked = { params: { path: { feed } } };
  const read = () => queries.invalidateQueries({ queryKey: ['feeds'] });
  const retry = async (): Promise<void> => {
    const { sent, refused, leftOut } = await ask(api.POST('/api/feeds/{feed}/refused/retry', asked));
    notice.done(words.retried(format.number(sent), format.number(refused), format.number(leftOut)));
    await read();
  };
  const discard = async (): Promise<void> => {
    const { discarded } = await ask(api.DELETE('/api/feeds/{feed}/refused', asked));
    notice.done(words.discarded(discarded, format.number(discarded)));
    await read();
  };
  if (!may('write', 'personal-data')) return null;
  return (
    <Group gap="xs">
      <ConfirmButton
        label={words.retry}
        title={words.retryTitle}
        text={words.retryText}
        confirm={words.retry}
        color="cyan"
        onConfirm={retry}
      />
      <ConfirmButton
        label={words.discard}
        title={words.discardTitle}
        text={words.discardText(total, format.number(total))}
        confirm={words.discard}
        onConfirm={discard}
      />
    </Group>
  );
};

const Events = ({ feed }: { feed: string }) => {
  const words = useWords(feedWords);
  const format = useFormat();
  const found = useRefused(feed);
  if (found.isPending) return <Loading />;
  if (found.isLoadingError) return <ProblemAlert error={found.error} onRetry={() => void found.refetch()} />;
  const { events, total } = found.data;
  const columns: readonly Column<RefusedEvent>[] = [
    { key: 'at', title: words.refusedAt, cell: ({ at }) => <Instant iso={at} /> },
    { key: 'name', title: words.event, cell: ({ name }) => name },
    { key: 'reason', title: words.reason, cell: ({ reason }) => reason },
    { key: 'id', title: words.eventId, isWide: true, cell: ({ event }) => event },
  ];
  return (
    <Stack gap="sm">
      <PlainTable
        label={words.refusedOf(feed)}
        columns={columns}
        rows={events}
        rowKey={({ event }) => event}
      />
      {total > events.length ? (
        <Text size="sm" c="dimmed">
          {words.more(format.number(events.length), format.number(total))}
        </Text>
      ) : null}
      <Actions feed={feed} total={total} />
    </Stack>
  );
};

/** Events that the connector did not take, with the reasons it gave. */
export const Refused = ({ feed }: { feed: Feed }) => {
  const words = useWords(feedWords);
  const format = useFormat();
  const may = useMay();
  const { name, refused, goesAs } = feed;
  if (goesAs !== 'events') return null;
  return (
    <Section id="refused" title={words.refusedEvents} text={words.refusedText}>
      {refused === 0 ? (
        <Text size="sm">{words.noneRefused}</Text>
      ) : may('personal-data') ? (
        <Events feed={name} />
      ) : (
        <Text size="sm">{words.hidden(refused, format.number(refused))}</Text>
      )}
    </Section>
  );
};
