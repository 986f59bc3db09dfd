import { MultiSelect, Select, TextInput } from '@mantine/core';

import { shellWords } from '../../../app/shell-words.ts';
import { useTeams } from '../../../parts/team/use-teams.ts';
import { useWords } from '../../../words/language.tsx';
import type { Role } from '../place.ts';
import { teamWords } from './team-words.ts';
import { useRoles } from './use-roles.ts';

/** What is filled in about somebody. */
export type UserDraft = {
  readonly name: string;
  readonly role: Role;
  readonly teams: readonly string[];
};

/** Name, role and teams of somebody. */
export const UserFields = (props: { value: UserDraft; onChange: (value: UserDraft) => void }) => {
  const { value, onChange } = props;
  const words = useWords(teamWords);
  const shell = useWords(shellWords);
  const roles = useRoles();
  const { teams } = useTeams();
  return (
    <>
      <TextInput
        label={words.name}
        required
        maxLength={100}
        value={value.name}
        onChange={({ currentTarget }) => onChange({ ...value, name: currentTarget.value })}
      />
      <Select
        label={words.role}
        description={words[`role_${value.role}`]}
        allowDeselect={false}
        data={roles.map((role) => ({ value: role, label: shell[role] }))}
        value={value.role}
        onChange={(next) => onChange({ ...value, role: roles.find((role) => role === next) ?? value.role })}
      />
      {teams.length === 0 ? null : (
        <MultiSelect
          label={words.ofTeams}
          data={teams.map(({ key, name }) => ({ value: key, label: name }))}
          value={[...value.teams]}
          onChange={(keys) => onChange({ ...value, teams: keys })}
        />
      )}
    </>
  );
};
