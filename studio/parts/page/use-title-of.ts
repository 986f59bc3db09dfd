import { useQuery } from '@tanstack/react-query';

import { ask } from '../../api/client.ts';
import { useApi, useMay } from '../../app/session.tsx';
import { personName } from '../text/person-name.ts';

/** What people are called among the kinds of a search. */
export const personKind = 'person';

/** What a record or a person is called; the id where that is not known or hidden. */
export const useTitleOf = ({ kind, id }: { kind: string; id: string }): string => {
  const api = useApi();
  const may = useMay();
  const found = useQuery({
    queryKey: ['title', kind, id],
    enabled: id !== '' && (kind !== personKind || may('read', 'personal-data')),
    staleTime: 60_000,
    queryFn: async (): Promise<string> => {
      if (kind !== personKind) {
        const row = await ask(api.GET('/api/records/{kind}/{id}', { params: { path: { kind, id } } }));
        return row.title ?? id;
      }
      const { profile } = await ask(api.GET('/api/profiles/{id}', { params: { path: { id } } }));
      return personName(profile.traits) ?? id;
    },
  });
  return found.data ?? id;
};
