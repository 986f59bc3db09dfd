import { useQuery, useQueryClient } from '@tanstack/react-query';

import { ask } from '../../../api/client.ts';
import { useApi } from '../../../app/session.tsx';

/** At most so many of a person's merges are listed, the latest first. */
const most = 50;

/** A profile that was merged into a person, and when. */
export type Merge = { readonly from: string; readonly at: string };

const keyOf = (id: string) => ['merges', id] as const;

/** The merges of a person that stand: those that were not undone since. */
export const useMerges = (id: string): readonly Merge[] => {
  const api = useApi();
  const found = useQuery({
    queryKey: keyOf(id),
    staleTime: 60_000,
    queryFn: async (): Promise<readonly Merge[]> => {
      const read = async (name: string, other: string): Promise<readonly Merge[]> => {
        const query = { profile: id, name, limit: most };
        const { events } = await ask(api.GET('/api/events', { params: { query } }));
        return events.flatMap(({ properties, timestamp }) => {
          const from = properties[other];
          return typeof from === 'string' ? [{ from, at: timestamp }] : [];
        });
      };
      const [merged, split] = await Promise.all([
        read('Profile Merged', 'from'),
        read('Profile Split', 'to'),
      ]);
      const isUndone = ({ from, at }: Merge): boolean =>
        split.some((one) => one.from === from && one.at >= at);
      return merged.filter((one) => !isUndone(one));
    },
  });
  return found.data ?? [];
};

/** Says what became of the merges of a person at once: the events that tell of it come a moment later. */
export const useTellMerges = (id: string) => {
  const queries = useQueryClient();
  return async (next: (before: readonly Merge[]) => readonly Merge[]): Promise<void> => {
    queries.setQueryData<readonly Merge[]>(keyOf(id), (before = []) => next(before));
    await queries.invalidateQueries({ queryKey: ['person', id] });
  };
};
