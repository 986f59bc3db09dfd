import { Badge, Button, Center, Group, Stack, Text, Timeline } from '@mantine/core';

import { ask } from '../../api/client.ts';
import { useApi, useMe } from '../../app/session.tsx';
import { EmptyState } from '../../parts/page/empty-state.tsx';
import { Instant } from '../../parts/text/instant.tsx';
import { Loading } from '../../parts/page/loading.tsx';
import { partWords } from '../../parts/text/part-words.ts';
import { ProblemAlert } from '../../parts/page/problem-alert.tsx';
import { usePages } from '../../parts/page/use-pages.ts';
import { useLanguage, useWords } from '../../words/language.tsx';
import type { Profile } from './profile.ts';
import { peopleWords } from './words.ts';

const colors = { event: 'gray', decision: 'cyan', message: 'teal', answer: 'blue' } as const;

/** What happened to a person, what was decided about them, and what they got; the newest first. */
export const TimelineOf = ({ profile }: { profile: Profile }) => {
  const words = useWords(peopleWords);
  const parts = useWords(partWords);
  const api = useApi();
  const { language } = useLanguage();
  const { zone } = useMe().workspace;
  const { id } = profile;
  const pages = usePages({
    key: ['person', id, 'timeline', language],
    read: async (cursor) => {
      const query = { limit: 50, locale: language, zone, ...(cursor === undefined ? {} : { cursor }) };
      const page = await ask(api.GET('/api/profiles/{id}/timeline', { params: { path: { id }, query } }));
      return { rows: page.items, next: page.next };
    },
  });
  if (pages.isPending) return <Loading />;
  if (pages.isLoadingError) return <ProblemAlert error={pages.error} onRetry={() => void pages.refetch()} />;
  const items = pages.data.pages.flatMap(({ rows }) => rows);
  if (items.length === 0) return <EmptyState title={words.noTimeline} />;
  return (
    <Stack>
      <Timeline bulletSize={16} lineWidth={2}>
        {items.map(({ at, kind, text }, n) => (
          // Nothing else tells two of the same moment apart; the list only grows at its end.
          <Timeline.Item key={`${at} ${kind} ${n}`}>
            <Text style={{ overflowWrap: 'anywhere' }}>{text}</Text>
            <Group gap="xs">
              <Badge size="sm" variant="dot" tt="none" color={colors[kind]}>
                {words.stateOf(kind)}
              </Badge>
              <Text size="sm" c="dimmed">
                <Instant iso={at} />
              </Text>
            </Group>
          </Timeline.Item>
        ))}
      </Timeline>
      {pages.hasNextPage ? (
        <Center>
          <Button
            variant="default"
            loading={pages.isFetchingNextPage}
            onClick={() => void pages.fetchNextPage()}
          >
            {parts.more}
          </Button>
        </Center>
      ) : null}
    </Stack>
  );
};
