import { useQuery, useQueryClient } from '@tanstack/react-query';

import { ask } from '../../../api/client.ts';
import { useApi } from '../../../app/session.tsx';
import { useNotice } from '../../../parts/page/notice.tsx';
import { useWords } from '../../../words/language.tsx';
import { loyaltyWords } from './words.ts';

/** The programmes there are. */
export const usePrograms = () => {
  const api = useApi();
  return useQuery({
    queryKey: ['loyalty-programs'],
    queryFn: () => ask(api.GET('/api/loyalty/programs')),
  });
};

/** The rewards that somebody can have, and those they had. */
export const useRewards = (id: string) => {
  const api = useApi();
  return useQuery({
    queryKey: ['person', id, 'rewards'],
    queryFn: () => ask(api.GET('/api/profiles/{id}/rewards', { params: { path: { id } } })),
  });
};

const saidBy = (reason: string): { reason?: string } =>
  reason.trim() === '' ? {} : { reason: reason.trim() };

/** What the team does by hand with the memberships and rewards of somebody. */
export const useLoyaltyActs = (id: string) => {
  const words = useWords(loyaltyWords);
  const api = useApi();
  const notice = useNotice();
  const queries = useQueryClient();
  const person = { id };
  const done = async (text: string): Promise<void> => {
    notice.done(text);
    await queries.invalidateQueries({ queryKey: ['person', id] });
  };
  return {
    give: async (input: { program: string; membership: string; until: string; reason: string }) => {
      const { program, membership, until, reason } = input;
      // The day itself is part of it.
      const end = until === '' ? {} : { until: `${until}T23:59:59Z` };
      await ask(
        api.POST('/api/memberships', {
          body: { person, program, membership, action: 'give', ...end, ...saidBy(reason) },
        }),
      );
      await done(words.given);
    },
    end: async (input: { program: string; membership: string; reason: string }) => {
      const { program, membership, reason } = input;
      await ask(
        api.POST('/api/memberships', {
          body: { person, program, membership, action: 'end', ...saidBy(reason) },
        }),
      );
      await done(words.ended);
    },
    redeem: async (input: { program: string; reward: string; reason: string }) => {
      const { program, reward, reason } = input;
      await ask(api.POST('/api/points/redeem', { body: { person, program, reward, ...saidBy(reason) } }));
      await done(words.redeemed);
    },
    takeBack: async (redemption: string) => {
      await ask(api.POST('/api/points/redemptions/{id}/cancel', { params: { path: { id: redemption } } }));
      await done(words.takenBack);
    },
  };
};
