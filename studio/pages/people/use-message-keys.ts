import { useQuery } from '@tanstack/react-query';
import { z } from 'zod';

import { ask } from '../../api/client.ts';
import { useApi } from '../../app/session.tsx';

const sendSchema = z.looseObject({ type: z.literal('send'), message: z.string() });

/** The messages that the steps of a journey send, those within branches too. */
const messagesIn = (value: unknown): readonly string[] => {
  if (typeof value !== 'object' || value === null) return [];
  const send = sendSchema.safeParse(value);
  return [...(send.success ? [send.data.message] : []), ...Object.values(value).flatMap(messagesIn)];
};

/** The keys of all messages that journeys send, in order. */
export const useMessageKeys = (): readonly string[] => {
  const api = useApi();
  const found = useQuery({
    queryKey: ['journeys', 'message-keys'],
    staleTime: 60_000,
    queryFn: async () => {
      const { journeys } = await ask(api.GET('/api/journeys'));
      const details = await Promise.all(
        journeys.map(({ key }) => ask(api.GET('/api/journeys/{key}', { params: { path: { key } } }))),
      );
      return [...new Set(details.flatMap(({ definition }) => messagesIn(definition)))].toSorted();
    },
  });
  return found.data ?? [];
};
