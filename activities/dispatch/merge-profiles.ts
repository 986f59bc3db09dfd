import { CicloError } from '../../domain/errors.ts';
import { mergeProfiles } from '../../domain/profiles/merge-profiles.ts';
import type { EventStore } from '../ports/events.ts';
import type { ExposureStore } from '../ports/experiments.ts';
import type { MessageStore } from '../ports/messages.ts';
import type { OrderStore, ProfileRow, ProfileStore } from '../ports/profiles.ts';
import type { Reassigns } from '../ports/reassign.ts';
import type { LedgerStore, RunStore } from '../ports/runs.ts';

export type MergeProfiles = (input: {
  tenant: string;
  into: string;
  from: string;
}) => Promise<ProfileRow | undefined>;

/**
 * Makes the merge of two profiles that are one person. Step by step, so that a crash anywhere leaves a merge
 * that the next event of the person completes: note it on the one that stays; let go of the identities of the
 * other; take them in, with everything known; move events, orders, runs, messages, tasks,
 * coupons and referrals. Answers undefined when somebody else wrote meanwhile; the caller looks again.
 */
export const createMergeProfiles = (deps: {
  profiles: ProfileStore;
  events: EventStore;
  orders: OrderStore;
  runs: RunStore;
  ledger: LedgerStore;
  exposures: ExposureStore;
  messages: MessageStore;
  tasks: Reassigns;
  offers: Reassigns;
  referrals: Reassigns;
}): MergeProfiles => {
  return async ({ tenant, into, from }) => {
    const winner = await deps.profiles.get({ tenant, profileId: into });
    const loser = await deps.profiles.get({ tenant, profileId: from });
    if (winner === undefined)
      throw new CicloError({ code: 'not-found', message: 'There is no such profile.' });
    if (loser === undefined) return winner;
    const { rev, ...kept } = winner;
    if (kept.merging !== from) {
      const noted = await deps.profiles.replace({ profile: { ...kept, merging: from }, rev });
      return noted === 'conflict' ? undefined : again({ ...kept, merging: from, rev: rev + 1 });
    }
    return again(winner);

    async function again(noted: ProfileRow): Promise<ProfileRow | undefined> {
      if (loser === undefined) return undefined;
      const { rev: loserRev, ...gone } = loser;
      // Nobody finds it any more: not by its segments, not by its dates.
      const { recheckAt: _recheck, dates: _dates, ...rest } = gone;
      const released = { ...rest, ids: [], segments: [], outbox: [], mergedInto: into };
      if (gone.mergedInto === undefined) {
        const { rev: notedRev, ...base } = noted;
        const let_go = await deps.profiles.replace({
          profile: { ...released, mergedIds: gone.ids },
          rev: loserRev,
        });
        if (let_go === 'conflict') return undefined;
        return takeIn({ base, rev: notedRev, gone });
      }
      const { rev: notedRev, ...base } = noted;
      return takeIn({ base, rev: notedRev, gone: { ...gone, ids: gone.mergedIds ?? [] } });
    }

    async function takeIn(input: {
      base: Omit<ProfileRow, 'rev'>;
      rev: number;
      gone: Omit<ProfileRow, 'rev'>;
    }): Promise<ProfileRow | undefined> {
      const { events, orders, runs, ledger, exposures, messages, tasks, offers, referrals } = deps;
      for (const store of [events, orders, runs, ledger, exposures, messages, tasks, offers, referrals]) {
        await store.reassign({ tenant, from, to: into });
      }
      const { merging: _done, ...merged } = mergeProfiles({ into: input.base, from: input.gone });
      const written = await deps.profiles.replace({ profile: merged, rev: input.rev });
      return written === 'conflict' ? undefined : { ...merged, rev: input.rev + 1 };
    }
  };
};
