import type { Profile } from '../../domain/profiles/profile.ts';
import type { FindPeople } from '../../api/ports/people.ts';
import type { PageOf } from '../../api/ports/views.ts';

/** A person as lists show them: without what the engine alone remembers of them. */
export type ListedPerson = Omit<Profile, 'applied' | 'outbox' | 'visits' | 'watches'>;

/** People to look at. Every query names its tenant; lists are newest first, by the time and the tie-breaks named at each, and strictly behind `after`. */
export type PeopleReads = FindPeople & {
  /** By `createdAt`, then `id`. */
  readonly profiles: (
    input: PageOf & { tenant: string; segment?: string; stage?: string },
  ) => Promise<readonly ListedPerson[]>;
  /** Whose referral code it is, over all tenants: for the page it leads to. */
  readonly referral: (
    code: string,
  ) => Promise<{ readonly tenant: string; readonly code: string } | undefined>;
};
