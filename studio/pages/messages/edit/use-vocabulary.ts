import { useQuery } from '@tanstack/react-query';

import { ask } from '../../../api/client.ts';
import { useApi } from '../../../app/session.tsx';

/** What messages may say, for completion; it is asked for once. */
export const useVocabulary = () => {
  const api = useApi();
  return useQuery({
    queryKey: ['vocabulary'],
    queryFn: () => ask(api.GET('/api/workspace/vocabulary')),
    staleTime: Infinity,
  });
};
