import { useQueryClient } from '@tanstack/react-query';

import { ask } from '../../../api/client.ts';
import { useApi } from '../../../app/session.tsx';
import type { Approval } from '../../../parts/approvals/approval-state.tsx';
import { useNotice } from '../../../parts/page/notice.tsx';

/** What is decided about an approval. */
export type Decision =
  | { readonly act: 'approve'; readonly note?: string }
  | { readonly act: 'return'; readonly note: string }
  | { readonly act: 'withdraw' }
  | { readonly act: 'unschedule' };

/** Decides about an approval as it was seen; whatever shows it is read again. */
export const useDecide = (approval: Approval) => {
  const { id, round } = approval;
  const api = useApi();
  const queries = useQueryClient();
  const notice = useNotice();
  const params = { path: { id } };
  const call = async (decision: Decision): Promise<unknown> => {
    if (decision.act === 'withdraw')
      return ask(api.POST('/api/workspace/approvals/{id}/withdraw', { params, body: {} }));
    if (decision.act === 'unschedule')
      return ask(api.POST('/api/workspace/approvals/{id}/schedule', { params, body: { at: null } }));
    const { act, ...said } = decision;
    if (act === 'return' && 'note' in said && said.note !== undefined) {
      const body = { round, note: said.note };
      return ask(api.POST('/api/workspace/approvals/{id}/return', { params, body }));
    }
    return ask(api.POST('/api/workspace/approvals/{id}/approve', { params, body: { round, ...said } }));
  };
  return async (decision: Decision, said: string): Promise<void> => {
    await call(decision);
    notice.done(said);
    const stale = ['approvals', 'approval', 'work'];
    await Promise.all(stale.map((key) => queries.invalidateQueries({ queryKey: [key] })));
  };
};
