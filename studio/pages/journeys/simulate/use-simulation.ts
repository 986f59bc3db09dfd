import { keepPreviousData, useQuery } from '@tanstack/react-query';

import { ask } from '../../../api/client.ts';
import { useApi, useMe } from '../../../app/session.tsx';
import { useLanguage } from '../../../words/language.tsx';

/** Plays a journey, or a draft of it, for one person; nothing before somebody is chosen. */
export const useSimulation = (input: {
  journey: string;
  definition: Readonly<Record<string, unknown>> | undefined;
  person: string | undefined;
  days: number;
  choose: Readonly<Record<string, string>>;
}) => {
  const { journey, definition, person, days, choose } = input;
  const api = useApi();
  const { language } = useLanguage();
  const { zone } = useMe().workspace;
  return useQuery({
    queryKey: ['simulate', journey, definition, person, days, choose, language],
    enabled: person !== undefined,
    // The person is played as they were when it was asked.
    staleTime: Infinity,
    retry: false,
    placeholderData: keepPreviousData,
    queryFn: () => {
      const params = { path: { key: journey }, query: { locale: language, zone } };
      const draft = definition === undefined ? {} : { definition: { ...definition } };
      const body = { profileId: person ?? '', days, events: [], choose: { ...choose }, ...draft };
      return ask(api.POST('/api/journeys/{key}/simulate', { params, body }));
    },
  });
};
