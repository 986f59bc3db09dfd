import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';

import { ask } from '../../../api/client.ts';
import { useApi, useMay } from '../../../app/session.tsx';

const pauseMs = 300;
const shown = 8;

type Asked = {
  readonly on: readonly string[];
  readonly conditions: Readonly<Record<string, unknown>>;
  readonly days: number;
};

/** The events for which conditions would have held, a moment after somebody stopped typing; not asked while they are undefined. */
export const useTrial = (asked: Asked | undefined) => {
  const api = useApi();
  const may = useMay();
  const [text] = useDebouncedValue(asked === undefined ? '' : JSON.stringify(asked), pauseMs);
  const sample = may('personal-data') ? shown : 0;
  return useQuery({
    queryKey: ['rule-trial', text, sample],
    enabled: text !== '',
    placeholderData: keepPreviousData,
    queryFn: () => {
      const { on, conditions, days }: Asked = JSON.parse(text);
      return ask(api.POST('/api/rules/try', { body: { on: [...on], conditions, days, sample } }));
    },
  });
};

export type Trial = ReturnType<typeof useTrial>;
