import { useQuery } from '@tanstack/react-query';

import { ask } from '../../api/client.ts';
import { useApi } from '../../app/session.tsx';

/** The segments, for lists to choose from and for their names. */
export const useSegments = () => {
  const api = useApi();
  const found = useQuery({
    queryKey: ['segments'],
    staleTime: 60_000,
    queryFn: () => ask(api.GET('/api/segments')),
  });
  return (found.data?.segments ?? []).map(({ key, name }) => ({ value: key, label: name }));
};
