import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';

import { ask } from '../../api/client.ts';
import { useApi, useMay } from '../../app/session.tsx';

const pauseMs = 300;
const shown = 8;

/** Whom conditions hold for, a moment after somebody stopped typing; not asked while they are undefined. */
export const useAudience = (conditions: Readonly<Record<string, unknown>> | undefined) => {
  const api = useApi();
  const may = useMay();
  const [text] = useDebouncedValue(conditions === undefined ? '' : JSON.stringify(conditions), pauseMs);
  const sample = may('personal-data') ? shown : 0;
  return useQuery({
    queryKey: ['audience', text, sample],
    enabled: text !== '',
    placeholderData: keepPreviousData,
    queryFn: () => {
      const when: Record<string, unknown> = JSON.parse(text);
      return ask(api.POST('/api/segments/preview', { body: { when, sample, overlaps: true } }));
    },
  });
};
