import type { AcceptedEvent } from '../../domain/events/event.ts';
import { hashId } from '../../domain/hash.ts';
import { ownEvent } from '../people/own-event.ts';
import type { AdvocateStore, ReferralStore } from './ports.ts';

type Deps = {
  readonly referrals: Pick<ReferralStore, 'suspicious'>;
  readonly referralAdvocates: AdvocateStore;
  readonly accept: (input: { tenant: string; events: readonly AcceptedEvent[] }) => Promise<unknown>;
};

type Person = { readonly tenant: string; readonly profileId: string; readonly now: number };

/** Suspends an advocate with so many denials that speak of fraud, since the last time it was lifted. */
export type SuspendAdvocate = (input: Person & { after: number }) => Promise<void>;

const tell = async (input: Person & { deps: Deps; name: string; reason: string }): Promise<void> => {
  const { deps, tenant, profileId, now, name, reason } = input;
  const item = { id: hashId(tenant, profileId, name, now), name, properties: { reason }, at: now };
  await deps.accept({ tenant, events: [ownEvent({ item, profileId })] });
};

/** Makes what suspends by the number of denials. */
export const createSuspendAdvocate = (deps: Deps): SuspendAdvocate => {
  return async ({ tenant, profileId, after, now }) => {
    const since = (await deps.referralAdvocates.liftedAt({ tenant, profileId })) ?? 0;
    if ((await deps.referrals.suspicious({ tenant, advocate: profileId, since })) < after) return;
    const reason = `${after} denied referrals`;
    const suspension = { at: now, reason };
    if (!(await deps.referralAdvocates.suspend({ tenant, profileId, suspension }))) return;
    await tell({ deps, tenant, profileId, now, name: 'Advocate Suspended', reason });
  };
};

/** Suspends an advocate, or lifts it, because the team says so; false when nothing changed. */
export type ChangeSuspension = (
  input: Person & { to: 'suspended' | 'lifted'; reason: string; by?: string | undefined },
) => Promise<boolean>;

/** Makes what the team suspends with. */
export const createChangeSuspension = (deps: Deps): ChangeSuspension => {
  return async ({ tenant, profileId, now, to, reason, by }) => {
    const person = { deps, tenant, profileId, now, reason };
    if (to === 'lifted') {
      if (!(await deps.referralAdvocates.lift({ tenant, profileId, at: now }))) return false;
      await tell({ ...person, name: 'Advocate Suspension Lifted' });
      return true;
    }
    const suspension = { at: now, reason, ...(by === undefined ? {} : { by }) };
    if (!(await deps.referralAdvocates.suspend({ tenant, profileId, suspension }))) return false;
    await tell({ ...person, name: 'Advocate Suspended' });
    return true;
  };
};
