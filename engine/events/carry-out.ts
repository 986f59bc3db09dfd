import { reachOf, type StoredEvent } from '../../domain/events/event.ts';
import type { Ignored } from '../../domain/events/ignored.ts';
import { withIdentities } from '../../domain/profiles/identities/bound-identities.ts';
import { type IdentityPlan, sayApart, sayLeft } from '../../domain/profiles/identities/identity.ts';
import { mayTakeIn } from '../../domain/profiles/identities/merge-profiles.ts';
import { newProfile } from '../../domain/profiles/profile.ts';
import { referralCodeFor } from '../../domain/referrals/referral-code.ts';
import type { Clock } from '../clock/clock.ts';
import type { Keyring } from '../access/keyring-port.ts';
import type { ProfileRow, ProfileStore } from '../people/ports.ts';
import type { MergeProfiles } from '../people/merge-profiles.ts';

export type CarryDeps = {
  readonly profiles: ProfileStore;
  readonly merge: MergeProfiles;
  readonly clock: Clock;
  readonly keyring: Pick<Keyring, 'mac'>;
};

/** Of base64url: 132 bits. */
const idChars = 22;

type Found = ProfileRow | undefined;

/** The person, undefined when somebody else changed the identities meanwhile; and what there was no room for. */
type Carried = { readonly person: Found; readonly left: readonly Ignored[] };

type Input = { readonly deps: CarryDeps; readonly event: StoredEvent };

const create = async (input: Input & { ids: readonly string[] }): Promise<Carried> => {
  const { deps, event } = input;
  const { tenant } = event;
  const { ids, left } = withIdentities({ ids: [], add: input.ids });
  // A keyed hash: what is left of an id after an erasure tells nobody whose it was.
  const named = JSON.stringify([tenant, ids[0] ?? event.id, event.id]);
  const id = `p_${deps.keyring.mac({ purpose: 'profile-id', data: named }).slice(0, idChars)}`;
  const referralCode = referralCodeFor({
    tenant,
    profileId: id,
    mac: (data) => deps.keyring.mac({ purpose: 'referral-code', data }),
  });
  const profile = newProfile({ id, tenant, ids, referralCode, now: event.timestamp });
  const isThere = (await deps.profiles.insert(profile)) === 'conflict';
  return { person: isThere ? undefined : { ...profile, rev: 0 }, left: sayLeft(left) };
};

const use = async (input: Input & { row: ProfileRow; add: readonly string[] }): Promise<Carried> => {
  const { deps, row, add } = input;
  const { rev, ...profile } = row;
  const { ids, left } = withIdentities({ ids: profile.ids, add });
  if (add.length === left.length) return { person: row, left: sayLeft(left) };
  const written = await deps.profiles.replace({ profile: { ...profile, ids }, rev });
  const person = written === 'conflict' ? undefined : { ...profile, ids, rev: rev + 1 };
  return { person, left: sayLeft(left) };
};

/**
 * Joins the losers into the main profile, as many as it may take in, and finishes a join that a crash left half done,
 * however many there were.
 */
const join = async (input: Input & { main: ProfileRow; losers: readonly string[] }): Promise<Carried> => {
  const { deps, event, main } = input;
  const { tenant } = main;
  const now = deps.clock.now(tenant);
  const how = { tenant, now, isSilent: reachOf(event) !== 'fires' };
  const left: Ignored[] = [];
  let row: Found = main;
  for (const loser of input.losers) {
    if (row === undefined) break;
    if (row.merging === loser || mayTakeIn({ profile: row, now })) {
      row = await deps.merge({ ...how, into: row.id, from: loser });
    } else left.push(sayApart({ profileId: loser, reason: 'too-many-merges' }));
  }
  if (row?.merging !== undefined) row = await deps.merge({ ...how, into: row.id, from: row.merging });
  return { person: row, left };
};

/** Does what was decided of whom an event is about. */
export const carryOut = async (
  input: Input & { plan: IdentityPlan; candidates: readonly ProfileRow[] },
): Promise<Carried> => {
  const { deps, event, plan, candidates } = input;
  if (plan.kind === 'create') return create({ deps, event, ids: plan.ids });
  const main = candidates.find((one) => one.id === (plan.kind === 'use' ? plan.profileId : plan.into));
  if (main === undefined) return { person: undefined, left: [] };
  const losers = plan.kind === 'merge' ? plan.from : [];
  const joined = await join({ deps, event, main, losers });
  if (joined.person === undefined) return joined;
  const used = await use({ deps, event, row: joined.person, add: plan.add });
  return { ...used, left: [...joined.left, ...used.left] };
};
