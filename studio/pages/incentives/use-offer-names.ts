import { useQuery } from '@tanstack/react-query';

import { ask } from '../../api/client.ts';
import { useApi } from '../../app/session.tsx';

/** The offers that are published, to choose from. */
export const useOfferNames = (): readonly { readonly value: string; readonly label: string }[] => {
  const api = useApi();
  const found = useQuery({ queryKey: ['offers'], queryFn: () => ask(api.GET('/api/offers')) });
  return (found.data?.offers ?? []).map(({ key, name }) => ({ value: key, label: name }));
};
