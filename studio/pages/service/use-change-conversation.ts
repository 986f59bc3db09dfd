import { useMutation, useQueryClient } from '@tanstack/react-query';

import { ask } from '../../api/client.ts';
import { useApi } from '../../app/session.tsx';
import { useNotice } from '../../parts/page/notice.tsx';
import type { ConversationRow } from './conversation-row.ts';

/** What changes of a conversation; null takes away. */
export type ConversationChange = {
  readonly state?: ConversationRow['state'];
  readonly assignee?: string | null;
  readonly team?: string | null;
  readonly tags?: readonly string[];
  readonly snoozedUntil?: string | null;
  readonly profile?: string;
};

/** Changes a conversation, and says what came of it. */
export const useChangeConversation = (id: string) => {
  const api = useApi();
  const queries = useQueryClient();
  const notice = useNotice();
  return useMutation({
    mutationFn: async ({ change }: { change: ConversationChange; said: string }) => {
      const { tags, ...rest } = change;
      const body = { ...rest, ...(tags === undefined ? {} : { tags: [...tags] }) };
      return ask(api.PATCH('/api/conversations/{id}', { params: { path: { id } }, body }));
    },
    onSuccess: (_row, { said }) => notice.done(said),
    onError: notice.failed,
    onSettled: async () => {
      const stale = ['conversation', 'conversations', 'work'];
      await Promise.all(stale.map((key) => queries.invalidateQueries({ queryKey: [key] })));
    },
  });
};
