import { useQuery } from '@tanstack/react-query';

import { ask } from '../../api/client.ts';
import { useApi } from '../../app/session.tsx';

/** How often the numbers of people are read again. */
const everyMs = 15_000;

/** The segments, with how many people are in them now. */
export const useSegmentList = () => {
  const api = useApi();
  return useQuery({
    queryKey: ['segments'],
    refetchInterval: everyMs,
    queryFn: () => ask(api.GET('/api/segments')),
  });
};

/** The segments, to choose from. */
export const useSegmentNames = (): readonly { readonly value: string; readonly label: string }[] =>
  (useSegmentList().data?.segments ?? []).map(({ key, name }) => ({ value: key, label: name }));
