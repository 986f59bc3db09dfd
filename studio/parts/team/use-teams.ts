import { useQuery } from '@tanstack/react-query';

import { ask } from '../../api/client.ts';
import { useApi } from '../../app/session.tsx';

const most = 100;

/** The teams that work can be given to, and what they are called. */
export const useTeams = () => {
  const api = useApi();
  const found = useQuery({
    queryKey: ['teams', 'all'],
    staleTime: 60_000,
    queryFn: () => ask(api.GET('/api/teams', { params: { query: { limit: most } } })),
  });
  const teams = found.data?.teams ?? [];
  return {
    teams: teams.filter(({ deactivatedAt }) => deactivatedAt === undefined),
    teamName: (key: string): string => teams.find((team) => team.key === key)?.name ?? key,
  };
};
