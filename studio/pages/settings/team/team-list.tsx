import { Badge, Button, Group, Stack, Text } from '@mantine/core';
import { useState } from 'react';

import { ask } from '../../../api/client.ts';
import type { components } from '../../../api/schema.ts';
import { useApi, useMay } from '../../../app/session.tsx';
import { type Column, DataTable } from '../../../parts/data-table.tsx';
import { EmptyState } from '../../../parts/page/empty-state.tsx';
import { usePages } from '../../../parts/page/use-pages.ts';
import { useTeam } from '../../../parts/team/use-team.ts';
import { useLanguage, useWords } from '../../../words/language.tsx';
import { draftOf } from './hours.ts';
import { TeamDialog } from './team-dialog.tsx';
import { teamWords } from './team-words.ts';

type Team = components['schemas']['Team'];

/** When a team works, in a few words: `Mon, Tue 09:00–18:00`. */
const HoursOf = ({ team }: { team: Team }) => {
  const words = useWords(teamWords);
  const { language } = useLanguage();
  const short = new Intl.DateTimeFormat(language, { weekday: 'short', timeZone: 'UTC' });
  const name = (day: string): string =>
    short.format(Date.UTC(2026, 0, 5 + ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'].indexOf(day)));
  const { rows } = draftOf(team.hours);
  if (rows.length === 0) return words.always;
  return rows.map(({ id, days, from, to }) => (
    <Text key={id} size="sm">
      {days.map(name).join(', ')} {from === '' ? '00:00' : from}–{to === '' ? '24:00' : to}
    </Text>
  ));
};

const useColumns = (onEdit: (team: Team) => void): readonly Column<Team>[] => {
  const words = useWords(teamWords);
  const may = useMay();
  const { users } = useTeam();
  return [
    {
      key: 'name',
      title: words.name,
      cell: ({ name, key, deactivatedAt }) => (
        <>
          {name}{' '}
          {deactivatedAt === undefined ? null : (
            <Badge size="sm" variant="default" tt="none">
              {words.deactivated}
            </Badge>
          )}
          <Text size="xs" c="dimmed">
            {key}
          </Text>
        </>
      ),
    },
    {
      key: 'members',
      title: words.members,
      cell: ({ key }) =>
        users
          .filter(({ teams }) => teams.includes(key))
          .map(({ name }) => name)
          .join(', '),
    },
    { key: 'hours', title: words.hours, isWide: true, cell: (team) => <HoursOf team={team} /> },
    {
      key: 'edit',
      title: '',
      align: 'right',
      cell: (team) =>
        may('team') ? (
          <Button
            size="xs"
            variant="default"
            aria-label={words.editTitle(team.name)}
            onClick={() => onEdit(team)}
          >
            {words.edit}
          </Button>
        ) : null,
    },
  ];
};

/** The teams, who is in each, and their hours. */
export const TeamList = () => {
  const words = useWords(teamWords);
  const api = useApi();
  const may = useMay();
  const [edited, setEdited] = useState<Team | 'new' | undefined>(undefined);
  const pages = usePages({
    key: ['teams', 'list'],
    read: async (cursor) => {
      const query = { limit: 50, ...(cursor === undefined ? {} : { cursor }) };
      const { teams, next } = await ask(api.GET('/api/teams', { params: { query } }));
      return { rows: teams, next };
    },
  });
  const add = may('team') ? <Button onClick={() => setEdited('new')}>{words.newTeam}</Button> : null;
  const columns = useColumns(setEdited);
  const isEmpty = pages.data?.pages[0]?.rows.length === 0;
  return (
    <Stack>
      {isEmpty ? null : <Group justify="flex-end">{add}</Group>}
      <DataTable
        label={words.teams}
        columns={columns}
        pages={pages}
        rowKey={({ key }) => key}
        empty={
          <EmptyState title={words.noTeams} text={words.noTeamsText}>
            {add}
          </EmptyState>
        }
      />
      {edited === undefined ? null : (
        <TeamDialog {...(edited === 'new' ? {} : { team: edited })} onClose={() => setEdited(undefined)} />
      )}
    </Stack>
  );
};
