import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';

import { ask } from '../../../api/client.ts';
import type { components } from '../../../api/schema.ts';
import { useApi } from '../../../app/session.tsx';
import { useNotice } from '../../../parts/page/notice.tsx';
import { useWords } from '../../../words/language.tsx';
import { outlineOf, stepsIn } from '../outline.ts';
import { operationWords } from './operation-words.ts';

type Detail = components['schemas']['JourneyDetail'];
type Preview = components['schemas']['JobPreview'];

/** Who goes to which version, when, and where those on a step go that is not there any more; null: they leave. */
export type Wish = {
  readonly from: number | undefined;
  readonly to: number;
  readonly when: 'now' | 'next-step';
  readonly map: Readonly<Record<string, string | null>>;
};

/** What a migration would do, the steps of its target, and how it is begun. */
export const useMigration = (input: { journey: Detail; wish: Wish; onBegun: () => void }) => {
  const { journey, wish, onBegun } = input;
  const { key } = journey;
  const words = useWords(operationWords);
  const api = useApi();
  const notice = useNotice();
  const queries = useQueryClient();
  const { from, to, when, map } = wish;
  const body = {
    do: { kind: 'migrate' as const, version: to, when, map: { ...map } },
    who: { journey: key, ...(from === undefined ? {} : { version: from }) },
  };
  const looked = useQuery({
    queryKey: ['migration', key, wish],
    gcTime: 0,
    queryFn: async (): Promise<Preview> => {
      const found = await ask(api.POST('/api/jobs', { params: { query: { dryRun: '1' } }, body }));
      if ('standing' in found) return found;
      throw new Error('A preview was asked for, and a job came.');
    },
  });
  const steps = useQuery({
    queryKey: ['journey', key, 'steps', to],
    staleTime: Infinity,
    queryFn: async (): Promise<readonly string[]> => {
      const params = { path: { key, version: String(to) } };
      const { definition } = await ask(api.GET('/api/journeys/{key}/versions/{version}', { params }));
      return [...stepsIn(outlineOf({ steps: undefined, ...definition }.steps))];
    },
  });
  const act = useMutation({
    mutationFn: () => ask(api.POST('/api/jobs', { body })),
    onSuccess: async () => {
      notice.done(words.begun);
      onBegun();
      await queries.invalidateQueries({ queryKey: ['jobs', key] });
    },
  });
  return { looked, steps, act };
};
