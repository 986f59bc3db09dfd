import { useQuery } from '@tanstack/react-query';
import { useCallback } from 'react';

import { ask } from '../../api/client.ts';
import { useApi, useMay } from '../../app/session.tsx';

/** What a journey is called by its key; the key where it is not known, or is one no more. */
export const useJourneyName = (): ((key: string) => string) => {
  const api = useApi();
  const may = useMay();
  const found = useQuery({
    queryKey: ['journeys'],
    enabled: may('read'),
    staleTime: 60_000,
    queryFn: () => ask(api.GET('/api/journeys')),
  });
  const journeys = found.data?.journeys;
  return useCallback((key) => journeys?.find((journey) => journey.key === key)?.name ?? key, [journeys]);
};
