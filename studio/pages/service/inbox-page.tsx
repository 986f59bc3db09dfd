import { Anchor, Badge, Group, SegmentedControl, Select, Stack, Switch, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';

import { ask } from '../../api/client.ts';
import { useApi, useMe } from '../../app/session.tsx';
import { type Column, DataTable } from '../../parts/data-table.tsx';
import { EmptyState } from '../../parts/page/empty-state.tsx';
import { NewConversation } from '../../parts/conversations/new-conversation.tsx';
import { Instant } from '../../parts/text/instant.tsx';
import { PageHeader } from '../../parts/page/page-header.tsx';
import { usePages } from '../../parts/page/use-pages.ts';
import { SlaClockOf } from '../../parts/sla/sla-clocks.tsx';
import { channelWords } from '../../parts/text/channel-words.ts';
import { useWords } from '../../words/language.tsx';
import { useTeam } from '../../parts/team/use-team.ts';
import type { ConversationRow } from './conversation-row.ts';
import { stateFilters, useInboxPlace } from './place.ts';
import { Holder } from './holder.tsx';
import { useTeams } from '../../parts/team/use-teams.ts';
import { serviceWords } from './words.ts';

const pageSize = 50;
const everyMs = 30_000;

const Subject = ({ row }: { row: ConversationRow }) => {
  const words = useWords(serviceWords);
  return (
    <Stack gap={2}>
      <Anchor inherit renderRoot={(props) => <Link to={`/conversations/${row.id}`} {...props} />}>
        {row.subject === '' ? words.noSubject : row.subject}
      </Anchor>
      <Text size="sm" c="dimmed">
        {row.name ?? row.address}
      </Text>
      {row.records.map(({ kind, id }) => (
        <SlaClockOf key={`${kind}/${id}`} kind={kind} id={id} />
      ))}
      {row.tags.length === 0 ? null : (
        <Group gap={4}>
          {row.tags.map((tag) => (
            <Badge key={tag} size="sm" variant="default" tt="none">
              {tag}
            </Badge>
          ))}
        </Group>
      )}
    </Stack>
  );
};

const useColumns = (): readonly Column<ConversationRow>[] => {
  const words = useWords(serviceWords);
  const { channelOf } = useWords(channelWords);
  return [
    { key: 'subject', title: words.subject, cell: (row) => <Subject row={row} /> },
    { key: 'state', title: words.state, isWide: true, cell: (row) => words[`is_${row.state}`] },
    {
      key: 'assignee',
      title: words.assignee,
      isWide: true,
      cell: (row) => <Holder assignee={row.assignee} team={row.team} />,
    },
    { key: 'channel', title: words.channel, isWide: true, cell: (row) => channelOf(row.channel) },
    { key: 'latest', title: words.latest, align: 'right', cell: (row) => <Instant iso={row.lastAt} /> },
  ];
};

const Filters = () => {
  const words = useWords(serviceWords);
  const [place, change] = useInboxPlace();
  const { user } = useMe();
  const { users } = useTeam();
  const { teams } = useTeams();
  const others = users
    .filter(({ id }) => id !== user?.id)
    .map(({ id, name }) => ({ value: id, label: name }));
  const people = user === undefined ? others : [{ value: user.id, label: words.me }, ...others];
  return (
    <Group gap="sm" mb="md" align="flex-end">
      <SegmentedControl
        aria-label={words.state}
        value={place.state}
        onChange={(value) => change({ state: stateFilters.find((state) => state === value) ?? 'open' })}
        data={stateFilters.map((state) => ({ value: state, label: words[`state_${state}`] }))}
      />
      <Select
        label={words.assignee}
        placeholder={words.anybody}
        searchable
        clearable
        data={people}
        value={place.assignee ?? null}
        onChange={(assignee) => change({ assignee: assignee ?? undefined })}
      />
      {teams.length === 0 ? null : (
        <Select
          label={words.team}
          placeholder={words.anyTeam}
          clearable
          data={teams.map(({ key, name }) => ({ value: key, label: name }))}
          value={place.team ?? null}
          onChange={(team) => change({ team: team ?? undefined })}
        />
      )}
      <Switch
        label={words.withSnoozed}
        pb={8}
        checked={place.snoozed}
        onChange={({ currentTarget }) => change({ snoozed: currentTarget.checked })}
      />
    </Group>
  );
};

/** The conversations of the team with people, by state and assignee. */
export const Content = () => {
  const words = useWords(serviceWords);
  const api = useApi();
  const [{ state, assignee, team, snoozed }] = useInboxPlace();
  const columns = useColumns();
  const pages = usePages({
    key: ['conversations', state, assignee, team, snoozed],
    everyMs,
    read: async (cursor) => {
      const query = {
        limit: pageSize,
        ...(state === 'all' ? {} : { state }),
        ...(assignee === undefined ? {} : { assignee }),
        ...(team === undefined ? {} : { team }),
        ...(snoozed ? { snoozed: '1' as const } : {}),
        ...(cursor === undefined ? {} : { cursor }),
      };
      const { conversations, next } = await ask(api.GET('/api/conversations', { params: { query } }));
      return { rows: conversations, next };
    },
  });
  return (
    <>
      <PageHeader title={words.inbox} text={words.inboxText}>
        <NewConversation />
      </PageHeader>
      <Filters />
      <DataTable
        label={words.inbox}
        columns={columns}
        pages={pages}
        rowKey={({ id }) => id}
        empty={<EmptyState title={words.noConversations} text={words.noConversationsText} />}
      />
    </>
  );
};
