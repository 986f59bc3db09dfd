import { useMutation, useQueryClient } from '@tanstack/react-query';

import { ask } from '../../../api/client.ts';
import type { components, paths } from '../../../api/schema.ts';
import { useApi } from '../../../app/session.tsx';

export type User = components['schemas']['User'];
export type UserChange = paths['/api/users/{id}']['patch']['requestBody']['content']['application/json'];

/** Changes a user as they were seen: if somebody else changed them meanwhile, the API says so. */
export const useChangeUser = (user: User) => {
  const api = useApi();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: UserChange) =>
      ask(
        api.PATCH('/api/users/{id}', {
          params: { path: { id: user.id }, header: { 'if-match': `"${user.revision}"` } },
          body,
        }),
      ),
    onSettled: () => queries.invalidateQueries({ queryKey: ['users'] }),
  });
};
