import { useQuery } from '@tanstack/react-query';

import { ask } from '../../../api/client.ts';
import type { components } from '../../../api/schema.ts';
import { useApi } from '../../../app/session.tsx';
import { useTeam } from '../../../parts/team/use-team.ts';
import { useWords } from '../../../words/language.tsx';
import { auditWords } from './audit-words.ts';

export type AuditLine = components['schemas']['AuditLine'];

/** Who can have done something: people of the team and keys, and what they are called. */
export const useActors = () => {
  const words = useWords(auditWords);
  const api = useApi();
  const { users, nameOf } = useTeam();
  const found = useQuery({
    queryKey: ['keys'],
    staleTime: 60_000,
    queryFn: () => ask(api.GET('/api/keys')),
  });
  const keys = found.data?.keys ?? [];
  const keyName = (id: string): string =>
    keys.find((key) => key.id === id)?.name ?? (id === 'api-key' ? words.settingsKey : id);
  return {
    keyName,
    userName: nameOf,
    groups: [
      { group: words.user, items: users.map(({ id, name }) => ({ value: id, label: name })) },
      { group: words.key, items: keys.map(({ id, name }) => ({ value: id, label: name })) },
    ].filter(({ items }) => items.length > 0),
    actorName: ({ kind, id }: AuditLine['actor']): string => {
      if (kind === 'user') return nameOf(id);
      if (kind === 'key') return keyName(id);
      return words[kind];
    },
  };
};
