import { useQuery } from '@tanstack/react-query';

import { ask } from '../../api/client.ts';
import { useApi, useMay } from '../../app/session.tsx';
import { isOpen } from './approval-state.tsx';

const most = 100;

/** What of one's own drafts was sent for review and is not done, and whether this workspace asks for approvals. */
export const useMyApprovals = () => {
  const api = useApi();
  const may = useMay();
  const found = useQuery({
    queryKey: ['approvals', 'mine'],
    enabled: may('draft'),
    queryFn: () =>
      ask(api.GET('/api/workspace/approvals', { params: { query: { author: 'me', limit: most } } })),
  });
  const open = (found.data?.approvals ?? []).filter(isOpen);
  return {
    open,
    required: found.data?.required ?? false,
    /** Whether it was read what the workspace asks for. */
    isKnown: found.isSuccess,
    /** The approval that a draft is in. */
    of: (path: string) => open.find(({ paths }) => paths.includes(path)),
  };
};
