import { CicloError, notFound } from '../../domain/errors.ts';
import type { AcceptedEvent } from '../../domain/events/event.ts';
import { hashId } from '../../domain/hash.ts';
import { computeFromOrders } from '../../domain/orders/compute-from-orders.ts';
import { strongConflict } from '../../domain/profiles/identities/identity-kinds.ts';
import {
  type KeptSide,
  mergeChoices,
  type TraitConflict,
} from '../../domain/profiles/identities/merge-choices.ts';
import { mayTakeIn, mergeProfiles } from '../../domain/profiles/identities/merge-profiles.ts';
import type { Profile } from '../../domain/profiles/profile.ts';
import type { Accept } from '../../api/ports/accept.ts';
import type { Clock } from '../clock/clock.ts';
import type { LiveWorkspaces } from '../journeys/live-workspace.ts';
import { livingOf } from './follow-merges.ts';
import type { MergeProfiles } from './merge-profiles.ts';
import { ownEvent } from './own-event.ts';
import type { OrderStore, ProfileRow, ProfileStore } from './ports.ts';

/** What a merge by hand comes to, or would. */
export type HandMerge = {
  readonly state: 'merged' | 'already' | 'preview';
  /** The person as they are then. */
  readonly profile: Profile;
  readonly conflicts: readonly TraitConflict[];
};

/**
 * Merges a profile into another because somebody of the team says that they are one person; `dry` only says what would come of it. `keep` chooses by
 * trait; otherwise the value that was set last stands. Throws `not-found`, `conflict` where the two cannot be one person, `unprocessable`
 * for choices about traits that neither has.
 */
export type MergeByHand = (input: {
  tenant: string;
  id: string;
  from: string;
  keep: ReadonlyMap<string, KeptSide>;
  dry: boolean;
}) => Promise<HandMerge>;

type Deps = {
  readonly profiles: ProfileStore;
  readonly orders: Pick<OrderStore, 'of'>;
  readonly merge: MergeProfiles;
  readonly live: LiveWorkspaces;
  readonly clock: Clock;
  readonly accept: Accept;
};

const triesMax = 20;

const conflict = (message: string): CicloError => new CicloError({ code: 'conflict', message });

/** Throws where the two can never be one person, no matter who says so. */
const refuse = (into: ProfileRow, from: ProfileRow, now: number): void => {
  const kind = strongConflict(into.ids, from.ids);
  if (kind !== undefined)
    throw conflict(
      `Each has a \`${kind}\` of their own, so they stay two people. Make them one account in the system that gives these ids.`,
    );
  if (into.apartFrom?.includes(from.id) === true || from.apartFrom?.includes(into.id) === true)
    throw conflict('The two were split from each other, so they are never merged again.');
  if (!mayTakeIn({ profile: into, now }))
    throw conflict('This profile has taken in as many others as it may in an hour; try again later.');
};

/** The two as one, without a choice: with what the orders of both come to. */
const previewOf = async (deps: Deps, into: ProfileRow, from: ProfileRow): Promise<Profile> => {
  const { tenant } = into;
  const { stages, currency } = (await deps.live.of(tenant)).published.settings;
  const { rev: _rev, ...both } = { ...mergeProfiles({ into, from, stages }), rev: 0 };
  const orders = await Promise.all([into, from].map(({ id }) => deps.orders.of({ tenant, profileId: id })));
  const all = orders.flat();
  return all.length === 0
    ? both
    : { ...both, computed: { ...both.computed, ...computeFromOrders({ orders: all, currency }) } };
};

/** The choices of the team that differ from what the merge keeps, as its word about the person. */
const choose = async (
  deps: Deps,
  input: { tenant: string; profileId: string; from: string; traits: Profile['traits']; now: number },
): Promise<void> => {
  const { tenant, profileId, from, traits, now } = input;
  if (Object.keys(traits).length === 0) return;
  const id = `merge-choice:${hashId(from, profileId, JSON.stringify(traits))}`;
  const told = ownEvent({ item: { id, name: 'identify', properties: {}, at: now }, profileId });
  const event: AcceptedEvent = { ...told, type: 'identify', traits, source: 'team' };
  await deps.accept({ tenant, events: [event] });
};

const carry = async (deps: Deps, input: { tenant: string; into: string; from: string; now: number }) => {
  for (let tries = 0; tries < triesMax; tries += 1) {
    const row = await deps.merge({ ...input, isSilent: false });
    if (row !== undefined && row.merging === undefined) return row;
  }
  throw new CicloError({
    code: 'unavailable',
    message: 'The profiles are being changed by too many at once.',
  });
};

/** Makes the merge of two profiles by hand. */
export const createMergeByHand = (deps: Deps): MergeByHand => {
  return async ({ tenant, id, from: gone, keep, dry }) => {
    const into = await livingOf({ profiles: deps.profiles, tenant, profileId: id });
    const from = await deps.profiles.get({ tenant, profileId: gone });
    if (into === undefined || from === undefined) throw notFound('person');
    const end = await livingOf({ profiles: deps.profiles, tenant, profileId: gone });
    if (end?.id === into.id) {
      if (from.id === into.id)
        throw new CicloError({
          code: 'unprocessable',
          message: 'This is one profile; name another in `from`.',
        });
      return { state: 'already', profile: into, conflicts: [] };
    }
    if (from.mergedInto !== undefined)
      throw conflict('`from` was merged into somebody else; name that profile.');
    const now = deps.clock.now(tenant);
    refuse(into, from, now);
    const merged = await previewOf(deps, into, from);
    const { conflicts, set, unknown } = mergeChoices({ into, from, merged, keep });
    if (unknown.length > 0)
      throw new CicloError({
        code: 'unprocessable',
        message: `\`keep\` names traits that neither has: ${unknown.slice(0, 10).join(', ')}.`,
      });
    const kept = { ...merged.traits, ...set };
    const traits = Object.fromEntries(Object.entries(kept).filter(([, value]) => value !== null));
    if (dry) return { state: 'preview', profile: { ...merged, traits }, conflicts };
    const row = await carry(deps, { tenant, into: into.id, from: from.id, now });
    await choose(deps, { tenant, profileId: row.id, from: from.id, traits: set, now });
    return { state: 'merged', profile: { ...row, traits: { ...row.traits, ...traits } }, conflicts };
  };
};
