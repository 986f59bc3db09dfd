import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';

import { ask } from '../../../api/client.ts';
import type { components } from '../../../api/schema.ts';
import { useApi } from '../../../app/session.tsx';
import { useNotice } from '../../../parts/page/notice.tsx';
import { useWords } from '../../../words/language.tsx';
import { usePlace } from '../place.ts';
import { tryWords } from './words.ts';

export type DryRunLine = components['schemas']['KeptDryRun'];
export type WholeDryRun = components['schemas']['WholeDryRun'];
export type How = DryRunLine['how'];

/** How often it is looked again while something is under way, in milliseconds. */
const soonMs = 1000;

export const isUnderWay = ({ state }: Pick<DryRunLine, 'state'>): boolean =>
  state === 'queued' || state === 'running';

/** One dry run, read again while it goes on. */
export const useDryRun = (id: string | undefined) => {
  const api = useApi();
  return useQuery({
    queryKey: ['dry-run', id],
    enabled: id !== undefined,
    queryFn: () => ask(api.GET('/api/dry-runs/{id}', { params: { path: { id: id ?? '' } } })),
    refetchInterval: ({ state }) => (state.data !== undefined && isUnderWay(state.data) ? soonMs : false),
  });
};

/** The latest dry runs of a journey. */
export const useDryRuns = (journey: string) => {
  const api = useApi();
  return useQuery({
    queryKey: ['dry-runs', journey],
    queryFn: () => ask(api.GET('/api/dry-runs', { params: { query: { journey, limit: 20 } } })),
    refetchInterval: ({ state }) => (state.data?.dryRuns.some(isUnderWay) === true ? soonMs : false),
  });
};

/** Begins a dry run and opens it; cancels one. */
export const useDryRunActs = (input: {
  journey: string;
  definition: Readonly<Record<string, unknown>> | undefined;
}) => {
  const { journey, definition } = input;
  const words = useWords(tryWords);
  const api = useApi();
  const notice = useNotice();
  const queries = useQueryClient();
  const [, change] = usePlace();
  const begin = useMutation({
    mutationFn: (wish: { how: How; days: number }) => {
      const draft = definition === undefined ? {} : { definition: { ...definition } };
      return ask(api.POST('/api/dry-runs', { body: { journey, ...wish, ...draft } }));
    },
    onSuccess: async ({ id }) => {
      change({ run: id });
      await queries.invalidateQueries({ queryKey: ['dry-runs', journey] });
    },
  });
  const cancel = async (id: string): Promise<void> => {
    await ask(api.POST('/api/dry-runs/{id}/cancel', { params: { path: { id } } }));
    notice.done(words.cancelDone);
    await queries.invalidateQueries({ queryKey: ['dry-run', id] });
    await queries.invalidateQueries({ queryKey: ['dry-runs', journey] });
  };
  return { begin, cancel };
};
