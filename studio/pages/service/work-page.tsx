import { Anchor, Badge, Group, SegmentedControl, Select, Stack, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';

import { ask } from '../../api/client.ts';
import { useApi, useMay, useMe } from '../../app/session.tsx';
import { type Column, DataTable } from '../../parts/data-table.tsx';
import { EmptyState } from '../../parts/page/empty-state.tsx';
import { Instant } from '../../parts/text/instant.tsx';
import { PageHeader } from '../../parts/page/page-header.tsx';
import { useFormat } from '../../parts/text/use-format.ts';
import { usePages } from '../../parts/page/use-pages.ts';
import { useWords } from '../../words/language.tsx';
import { readable } from '../../parts/text/readable.ts';
import { useWorkPlace, workOwners, workTypes } from './place.ts';
import { Holder } from './holder.tsx';
import { useTeams } from '../../parts/team/use-teams.ts';
import type { WorkItem } from './use-work-act.ts';
import { WorkActions } from './work-actions.tsx';
import { useWorkTitle } from './work-title.ts';
import { serviceWords } from './words.ts';

const pageSize = 50;
const everyMs = 30_000;

const placeOf = ({ type, id, kind, conversation }: WorkItem): string | undefined => {
  if (type === 'record') return `/records/${kind ?? ''}/${id}`;
  if (type === 'conversation') return `/conversations/${id}`;
  if (type === 'approval') return `/approvals/${id}`;
  return conversation === undefined ? undefined : `/conversations/${conversation}`;
};

const What = ({ item }: { item: WorkItem }) => {
  const words = useWords(serviceWords);
  const title = useWorkTitle(item);
  const to = placeOf(item);
  const more = [item.kind, item.stage].filter((part) => part !== undefined).map(readable);
  return (
    <Stack gap={2}>
      {to === undefined ? (
        <Text inherit>{title}</Text>
      ) : (
        <Anchor inherit renderRoot={(props) => <Link to={to} {...props} />}>
          {title}
        </Anchor>
      )}
      <Text size="sm" c="dimmed">
        {more.length === 0 ? words[`type_${item.type}`] : more.join(' · ')}
      </Text>
    </Stack>
  );
};

const Due = ({ item }: { item: WorkItem }) => {
  const words = useWords(serviceWords);
  const format = useFormat();
  return (
    <Stack gap={2} align="flex-start">
      {item.overdue ? (
        <Badge color="red" variant="filled" tt="none">
          {words.overdue}
        </Badge>
      ) : null}
      {item.dueAt === undefined ? (
        <Text size="sm" c="dimmed">
          {words.since(format.ago(item.since))}
        </Text>
      ) : (
        <Instant iso={item.dueAt} />
      )}
    </Stack>
  );
};

const useColumns = (): readonly Column<WorkItem>[] => {
  const words = useWords(serviceWords);
  const may = useMay();
  const columns: readonly Column<WorkItem>[] = [
    { key: 'what', title: words.what, cell: (item) => <What item={item} /> },
    { key: 'due', title: words.due, cell: (item) => <Due item={item} /> },
    {
      key: 'who',
      title: words.assignee,
      isWide: true,
      cell: (item) => <Holder assignee={item.assignee} team={item.team} />,
    },
  ];
  if (!may('records:write', 'personal-data')) return columns;
  return [
    ...columns,
    { key: 'act', title: words.actions, align: 'right', cell: (item) => <WorkActions item={item} /> },
  ];
};

const Filters = () => {
  const words = useWords(serviceWords);
  const [place, change] = useWorkPlace();
  const { user } = useMe();
  const { teams } = useTeams();
  const owners = workOwners.filter((who) => who !== 'mine' || user !== undefined);
  return (
    <Group gap="sm" mb="md" align="flex-end">
      <SegmentedControl
        aria-label={words.whose}
        value={place.who}
        onChange={(value) => change({ who: workOwners.find((who) => who === value) ?? 'all' })}
        data={owners.map((who) => ({ value: who, label: words[`who_${who}`] }))}
      />
      <Select
        label={words.type}
        placeholder={words.anyType}
        clearable
        data={workTypes.map((type) => ({ value: type, label: words[`type_${type}`] }))}
        value={place.type ?? null}
        onChange={(value) => change({ type: workTypes.find((type) => type === value) })}
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
    </Group>
  );
};

/** All that waits for the team, what is due first at the top: it is claimed, handed over, snoozed and done here. */
export const Content = () => {
  const words = useWords(serviceWords);
  const api = useApi();
  const [{ who, type, team }] = useWorkPlace();
  const columns = useColumns();
  const pages = usePages({
    key: ['work', who, type, team],
    everyMs,
    read: async (cursor) => {
      const query = {
        limit: pageSize,
        ...(who === 'mine' ? { assignee: 'me' } : {}),
        ...(who === 'free' ? { free: '1' as const } : {}),
        ...(type === undefined ? {} : { type }),
        ...(team === undefined ? {} : { team }),
        ...(cursor === undefined ? {} : { cursor }),
      };
      const { work, next } = await ask(api.GET('/api/work', { params: { query } }));
      return { rows: work, next };
    },
  });
  return (
    <>
      <PageHeader title={words.work} text={words.workText} />
      <Filters />
      <DataTable
        label={words.work}
        columns={columns}
        pages={pages}
        rowKey={(item) => `${item.type}/${item.id}`}
        empty={<EmptyState title={words.noWork} text={words.noWorkText} />}
      />
    </>
  );
};
