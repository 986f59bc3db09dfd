import { Badge, Button, Grid, Group, Menu } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';

import { ask } from '../../api/client.ts';
import { useApi, useMay, useMe } from '../../app/session.tsx';
import { Loading } from '../../parts/page/loading.tsx';
import { PageHeader } from '../../parts/page/page-header.tsx';
import { PageProblem } from '../../parts/page/page-problem.tsx';
import { useFormat } from '../../parts/text/use-format.ts';
import { useWords } from '../../words/language.tsx';
import { Composer } from './composer.tsx';
import { ConversationDetails } from './conversation-details.tsx';
import type { ConversationRow } from './conversation-row.ts';
import { useConversationId } from './place.ts';
import { snoozes } from './snooze-times.ts';
import { Thread } from './thread.tsx';
import { useChangeConversation } from './use-change-conversation.ts';
import { useSnoozeEnd } from './use-snooze-end.ts';
import { serviceWords } from './words.ts';

const everyMs = 30_000;

const SnoozeMenu = ({ row }: { row: ConversationRow }) => {
  const words = useWords(serviceWords);
  const format = useFormat();
  const end = useSnoozeEnd();
  const change = useChangeConversation(row.id);
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button variant="default" loading={change.isPending}>
          {words.snoozeIt}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {snoozes.map((snooze) => (
          <Menu.Item
            key={snooze}
            onClick={() => {
              const snoozedUntil = end(snooze);
              change.mutate({ change: { snoozedUntil }, said: words.snoozed(format.instant(snoozedUntil)) });
            }}
          >
            {words[`snooze_${snooze}`]}
          </Menu.Item>
        ))}
        {row.snoozedUntil === undefined ? null : (
          <Menu.Item onClick={() => change.mutate({ change: { snoozedUntil: null }, said: words.woken })}>
            {words.wake}
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  );
};

/** What is done with the whole conversation. */
const Actions = ({ row }: { row: ConversationRow }) => {
  const words = useWords(serviceWords);
  const { user } = useMe();
  const change = useChangeConversation(row.id);
  const isSolved = row.state === 'solved';
  return (
    <>
      {row.assignee === undefined && user !== undefined ? (
        <Button
          variant="default"
          onClick={() => change.mutate({ change: { assignee: user.id }, said: words.claimed })}
        >
          {words.claimIt}
        </Button>
      ) : null}
      {isSolved ? null : <SnoozeMenu row={row} />}
      <Button
        loading={change.isPending}
        variant="default"
        onClick={() =>
          change.mutate({
            change: { state: isSolved ? 'open' : 'solved' },
            said: isSolved ? words.reopened : words.solved,
          })
        }
      >
        {isSolved ? words.reopen : words.solve}
      </Button>
    </>
  );
};

/** A conversation: what was written, an answer or a note, and whose it is. */
export const Content = () => {
  const id = useConversationId();
  const words = useWords(serviceWords);
  const format = useFormat();
  const api = useApi();
  const may = useMay();
  const found = useQuery({
    queryKey: ['conversation', id],
    refetchInterval: everyMs,
    queryFn: () => ask(api.GET('/api/conversations/{id}', { params: { path: { id } } })),
  });
  if (found.isPending) return <Loading />;
  if (found.isLoadingError) return <PageProblem of={found} />;
  const row = found.data;
  const mayWrite = may('records:write', 'personal-data');
  return (
    <>
      <PageHeader
        title={row.subject === '' ? words.noSubject : row.subject}
        text={row.name === undefined ? row.address : `${row.name} · ${row.address}`}
      >
        {mayWrite ? <Actions row={row} /> : null}
      </PageHeader>
      <Group gap="xs" mb="md">
        <Badge variant="light" tt="none" size="lg">
          {words[`is_${row.state}`]}
        </Badge>
        {row.snoozedUntil === undefined ? null : (
          <Badge variant="default" tt="none" size="lg">
            {words.snoozed(format.instant(row.snoozedUntil))}
          </Badge>
        )}
      </Group>
      <Grid gap="xl">
        <Grid.Col span={{ base: 12, md: 8 }}>
          <Thread id={row.id} />
          {mayWrite ? <Composer row={row} /> : null}
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 4 }}>
          <ConversationDetails row={row} mayWrite={mayWrite} />
        </Grid.Col>
      </Grid>
    </>
  );
};
