import { useQuery } from '@tanstack/react-query';

import { ask } from '../../api/client.ts';
import { useApi } from '../../app/session.tsx';

/** Every figure there is. */
export const useFigures = () => {
  const api = useApi();
  return useQuery({
    queryKey: ['figures'],
    staleTime: Infinity,
    queryFn: () => ask(api.GET('/api/figures')),
  });
};

/** How fresh the files of the warehouse are. */
export const useWarehouse = () => {
  const api = useApi();
  return useQuery({ queryKey: ['warehouse'], queryFn: () => ask(api.GET('/api/warehouse')) });
};
