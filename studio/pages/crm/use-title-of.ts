import { useQuery } from '@tanstack/react-query';

import { ask } from '../../api/client.ts';
import { useApi, useMay } from '../../app/session.tsx';

/** What people are called among the kinds of a search. */
export const personKind = 'person';

const traitsNamed = ['name', 'firstName', 'lastName', 'email'] as const;

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
      const { traits } = profile;
      const [name, first, last, email] = traitsNamed.map((key) => traits[key]);
      const whole = name ?? [first, last].filter((part) => typeof part === 'string').join(' ');
      return [whole, email].find((one) => typeof one === 'string' && one !== '')?.toString() ?? id;
    },
  });
  return found.data ?? id;
};
