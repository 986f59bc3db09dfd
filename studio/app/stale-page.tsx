import { Box } from '@mantine/core';
import { notifyManager, type Query, type QueryCache, useQueryClient } from '@tanstack/react-query';
import { useCallback, useSyncExternalStore } from 'react';

import { ProblemAlert } from '../parts/page/problem-alert.tsx';
import { partWords } from '../parts/text/part-words.ts';
import { useWords } from '../words/language.tsx';

/** What the page shows and could not be read again. */
const staleIn = (cache: QueryCache): Query | undefined =>
  cache.findAll({ type: 'active' }).find(({ state }) => state.status === 'error' && state.data !== undefined);

/** Says above a page that it could not be read again, and why: what it shows stays, with what is being typed. */
export const StalePage = () => {
  const words = useWords(partWords);
  const queries = useQueryClient();
  const cache = queries.getQueryCache();
  const subscribe = useCallback(
    (onChange: () => void) => cache.subscribe(notifyManager.batchCalls(onChange)),
    [cache],
  );
  const error = useSyncExternalStore(subscribe, () => staleIn(cache)?.state.error);
  if (error === undefined || error === null) return null;
  const again = (): void =>
    void queries.refetchQueries({ type: 'active', predicate: ({ state }) => state.status === 'error' });
  return (
    <Box mb="md">
      <ProblemAlert error={error} title={words.stale} onRetry={again} />
    </Box>
  );
};
