import { useMutation, useQueryClient } from '@tanstack/react-query';

import { ask } from '../../api/client.ts';
import type { components } from '../../api/schema.ts';
import { useApi } from '../../app/session.tsx';

export type WorkItem = components['schemas']['WorkItem'];

/** What somebody does with an item of the queue. */
export type WorkAct =
  | { readonly act: 'claim' }
  | { readonly act: 'hand-over'; readonly assignee?: string | null; readonly team?: string | null }
  | { readonly act: 'snooze'; readonly until: string }
  | {
      readonly act: 'done';
      readonly outcome?: string;
      readonly note?: string;
      readonly by?: string;
      readonly stage?: string;
      readonly data?: Readonly<Record<string, unknown>>;
    };

/** Does something with an item of the queue; all lists in which it stands are read again, also when somebody else was faster. */
export const useWorkAct = (item: WorkItem) => {
  const api = useApi();
  const queries = useQueryClient();
  const params = { path: { type: item.type, id: item.id } };
  return useMutation({
    mutationFn: async (wanted: WorkAct) => {
      if (wanted.act === 'claim') return ask(api.POST('/api/work/{type}/{id}/claim', { params, body: {} }));
      if (wanted.act === 'hand-over') {
        const { act: _act, ...body } = wanted;
        return ask(api.POST('/api/work/{type}/{id}/hand-over', { params, body }));
      }
      if (wanted.act === 'snooze')
        return ask(api.POST('/api/work/{type}/{id}/snooze', { params, body: { until: wanted.until } }));
      const { act: _act, data, ...said } = wanted;
      const body = { ...said, ...(data === undefined ? {} : { data: { ...data } }) };
      return ask(api.POST('/api/work/{type}/{id}/done', { params, body }));
    },
    onSettled: async () => {
      const stale = ['work', 'conversations', 'conversation', 'records', 'record', 'overview'];
      await Promise.all(stale.map((key) => queries.invalidateQueries({ queryKey: [key] })));
    },
  });
};
