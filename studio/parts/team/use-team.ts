import { useQuery } from '@tanstack/react-query';

import { ask } from '../../api/client.ts';
import { useApi, useMay } from '../../app/session.tsx';

const most = 100;

/** The people of the team by id, for those who may see them. */
export const useTeam = () => {
  const api = useApi();
  const may = useMay();
  const users = useQuery({
    queryKey: ['users', 'all'],
    enabled: may('read'),
    staleTime: 60_000,
    queryFn: () => ask(api.GET('/api/users', { params: { query: { limit: most } } })),
  });
  const list = users.data?.users ?? [];
  return {
    users: list.filter(({ state }) => state !== 'deactivated'),
    nameOf: (id: string | undefined): string => list.find((user) => user.id === id)?.name ?? id ?? '',
  };
};
