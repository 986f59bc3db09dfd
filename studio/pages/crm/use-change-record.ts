import { useMutation, useQueryClient } from '@tanstack/react-query';

import { ask } from '../../api/client.ts';
import { ProblemError } from '../../api/problem-error.ts';
import { useApi } from '../../app/session.tsx';
import type { RecordRow } from './record-row.ts';

/** What changes of a record. */
export type RecordChange = {
  readonly data?: Readonly<Record<string, unknown>>;
  readonly stage?: string;
  readonly owner?: string | null;
};

/** Whether a change was refused because the record has changed since it was seen. */
export const isOutOfDate = (thrown: unknown): boolean =>
  thrown instanceof ProblemError && thrown.problem.status === 412;

/** Changes a record as it was seen: where somebody else changed it since, the change is refused. */
export const useChangeRecord = () => {
  const api = useApi();
  const queries = useQueryClient();
  const readAgain = async (kind: string, id: string): Promise<void> => {
    await Promise.all([
      queries.invalidateQueries({ queryKey: ['records', kind] }),
      queries.invalidateQueries({ queryKey: ['record', kind, id] }),
    ]);
  };
  return useMutation({
    mutationFn: async ({ row, change }: { row: RecordRow; change: RecordChange }) => {
      const { kind, id, revision } = row;
      const { data, ...rest } = change;
      return ask(
        api.PATCH('/api/records/{kind}/{id}', {
          params: { path: { kind, id }, header: { 'if-match': `"${revision}"` } },
          body: { ...rest, ...(data === undefined ? {} : { data: { ...data } }) },
        }),
      );
    },
    onSuccess: ({ kind, id }) => readAgain(kind, id),
    // What somebody else made of it is shown at once.
    onError: (thrown, { row }) => (isOutOfDate(thrown) ? readAgain(row.kind, row.id) : undefined),
  });
};
