import { Stack, Text } from '@mantine/core';

import { useWords } from '../../words/language.tsx';
import { useTeam } from '../../parts/team/use-team.ts';
import { useTeams } from '../../parts/team/use-teams.ts';
import { serviceWords } from './words.ts';

/** Who has something, and which team. */
export const Holder = (props: { assignee: string | undefined; team: string | undefined }) => {
  const { assignee, team } = props;
  const words = useWords(serviceWords);
  const { nameOf } = useTeam();
  const { teamName } = useTeams();
  return (
    <Stack gap={2}>
      <Text inherit {...(assignee === undefined ? { c: 'dimmed' } : {})}>
        {assignee === undefined ? words.nobody : nameOf(assignee)}
      </Text>
      {team === undefined ? null : (
        <Text size="sm" c="dimmed">
          {teamName(team)}
        </Text>
      )}
    </Stack>
  );
};
