import { Badge, Button, Group, Select, Stack, Text } from '@mantine/core';
import { useState } from 'react';

import { ask } from '../../../api/client.ts';
import { useApi, useMay } from '../../../app/session.tsx';
import { shellWords } from '../../../app/shell-words.ts';
import { type Column, DataTable } from '../../../parts/data-table.tsx';
import { EmptyState } from '../../../parts/page/empty-state.tsx';
import { RowMenu } from '../../../parts/row-menu.tsx';
import { useFormat } from '../../../parts/text/use-format.ts';
import { usePages } from '../../../parts/page/use-pages.ts';
import { useTeams } from '../../../parts/team/use-teams.ts';
import { useWords } from '../../../words/language.tsx';
import { InviteDialog } from './invite-dialog.tsx';
import { roles, useTeamPlace } from '../place.ts';
import { teamWords } from './team-words.ts';
import type { User } from './use-change-user.ts';
import { type UserAct, UserActDialog, useUserActs } from './user-acts.tsx';

const pageSize = 50;

/** Whether somebody can be given work now, or why not. */
const State = ({ user }: { user: User }) => {
  const words = useWords(teamWords);
  const format = useFormat();
  if (user.state === 'deactivated') {
    return (
      <Badge variant="light" color="gray" tt="none">
        {words.deactivated}
      </Badge>
    );
  }
  const { availability, away } = user;
  const because =
    availability.because === 'away' ? words.away : availability.available ? words.available : words.outside;
  return (
    <Stack gap={2} align="flex-start">
      <Badge
        variant={availability.available ? 'light' : 'default'}
        color={availability.available ? 'cyan' : 'gray'}
        tt="none"
      >
        {user.state === 'invited' && away === undefined ? words.invited : because}
      </Badge>
      {away === undefined ? null : (
        <Text size="xs" c="dimmed">
          {[away.until === undefined ? '' : words.until(format.day(away.until)), away.note ?? '']
            .filter((part) => part !== '')
            .join(' · ')}
        </Text>
      )}
    </Stack>
  );
};

const Filters = () => {
  const words = useWords(teamWords);
  const shell = useWords(shellWords);
  const [place, change] = useTeamPlace();
  const { teams } = useTeams();
  return (
    <Group gap="sm" align="flex-end">
      <Select
        label={words.role}
        placeholder={words.anyRole}
        clearable
        data={roles.map((role) => ({ value: role, label: shell[role] }))}
        value={place.role ?? null}
        onChange={(role) => change({ role: roles.find((one) => one === role) })}
      />
      {teams.length === 0 ? null : (
        <Select
          label={words.teams}
          placeholder={words.anyTeam}
          clearable
          data={teams.map(({ key, name }) => ({ value: key, label: name }))}
          value={place.team ?? null}
          onChange={(team) => change({ team: team ?? undefined })}
        />
      )}
      <Select
        label={words.state}
        allowDeselect={false}
        data={[
          { value: 'active', label: words.working },
          { value: 'deactivated', label: words.deactivated },
          { value: 'all', label: words.anyState },
        ]}
        value={place.state}
        onChange={(state) => change({ state: state === 'all' || state === 'deactivated' ? state : 'active' })}
      />
    </Group>
  );
};

const useColumns = (onAct: (act: UserAct) => void): readonly Column<User>[] => {
  const words = useWords(teamWords);
  const shell = useWords(shellWords);
  const { teamName } = useTeams();
  const actsOf = useUserActs();
  return [
    {
      key: 'name',
      title: words.name,
      cell: ({ name, email, handle, role }) => (
        <>
          {name}
          <Text size="xs" c="dimmed">
            {email ?? `@${handle}`}
          </Text>
          <Text size="xs" hiddenFrom="sm">
            {shell[role]}
          </Text>
        </>
      ),
    },
    { key: 'role', title: words.role, isWide: true, cell: ({ role }) => shell[role] },
    {
      key: 'teams',
      title: words.teams,
      isWide: true,
      cell: ({ teams }) => teams.map(teamName).join(', '),
    },
    { key: 'state', title: words.state, cell: (user) => <State user={user} /> },
    {
      key: 'acts',
      title: '',
      align: 'right',
      cell: (user) => <RowMenu name={user.name} acts={actsOf(user, onAct)} />,
    },
  ];
};

/** The people of the team, and what can be done with them. */
export const UserList = () => {
  const words = useWords(teamWords);
  const api = useApi();
  const may = useMay();
  const [{ role, team, state }] = useTeamPlace();
  const [act, setAct] = useState<UserAct | undefined>(undefined);
  const [isInviting, setInviting] = useState(false);
  const columns = useColumns(setAct);
  const pages = usePages({
    key: ['users', 'list', role, team, state],
    read: async (cursor) => {
      const query = {
        limit: pageSize,
        ...(role === undefined ? {} : { role }),
        ...(team === undefined ? {} : { team }),
        ...(state === 'all' ? {} : { state }),
        ...(cursor === undefined ? {} : { cursor }),
      };
      const { users, next } = await ask(api.GET('/api/users', { params: { query } }));
      return { rows: users, next };
    },
  });
  return (
    <Stack>
      <Group justify="space-between" align="flex-end">
        <Filters />
        {may('team') ? <Button onClick={() => setInviting(true)}>{words.invite}</Button> : null}
      </Group>
      <DataTable
        label={words.users}
        columns={columns}
        pages={pages}
        rowKey={({ id }) => id}
        empty={<EmptyState title={words.noUsers} text={words.noUsersText} />}
      />
      {isInviting ? <InviteDialog onClose={() => setInviting(false)} /> : null}
      {act === undefined ? null : <UserActDialog act={act} onClose={() => setAct(undefined)} />}
    </Stack>
  );
};
