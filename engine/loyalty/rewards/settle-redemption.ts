import { CicloError, messageOf, notFound } from '../../../domain/errors.ts';
import { hashId } from '../../../domain/hash.ts';
import { loyaltyNames } from '../../../domain/loyalty/event-names.ts';
import { returnKeyOf } from '../../../domain/loyalty/plan/plan-reward.ts';
import type { AcceptedEvent } from '../../../domain/events/event.ts';
import type { Reward } from '../../../domain/loyalty/reward-schema.ts';
import type { Log } from '../../events/dispatcher.ts';
import type { OfferStore } from '../../offers/ports.ts';
import { ownEvent } from '../../people/own-event.ts';
import type { GivePoints } from '../give-points.ts';
import type { Redemption, RedemptionStore, RewardGiven } from '../ports.ts';
import { issueKeyOf, type ProvideDeps, provideReward, stockOf } from './provide-reward.ts';

type Deps = ProvideDeps & {
  readonly redemptions: RedemptionStore;
  readonly offers: Pick<OfferStore, 'revoke'>;
  readonly givePoints: GivePoints;
  readonly accept: (input: { tenant: string; events: readonly AcceptedEvent[] }) => Promise<unknown>;
  readonly log: Log;
};

type Named = { readonly tenant: string; readonly id: string };

/** Goes on with redemptions whose points were spent, until the reward is given or the points are back. */
export type SettleRedemption = {
  /** Goes on with one; throws `not-found` when there is none. Every part may be repeated. */
  readonly settle: (input: Named) => Promise<Redemption>;
  /** Takes a reward back that was not used, and gives the points back; `used` when its coupon was. */
  readonly cancel: (input: Named) => Promise<Redemption | 'used'>;
  /** Goes on with what a crash left. */
  readonly turn: (tenant: string) => Promise<'more' | 'nothing'>;
};

const repairMs = 60_000;
const page = 100;

/** Makes the steps of a redemption: given and told, or given back. */
const createSteps = (deps: Omit<Deps, 'log'>) => {
  const { redemptions, clock } = deps;
  const rewardOf = async ({ tenant, program, reward }: Redemption): Promise<Reward | undefined> => {
    const definition = (await deps.live.of(tenant)).programs.get(program)?.definition;
    return definition?.rewards?.find(({ key }) => key === reward);
  };
  const read = async (named: Named): Promise<Redemption> => {
    const row = await redemptions.get(named);
    if (row !== undefined) return row;
    throw notFound('redemption');
  };
  const tell = async (row: Redemption, given: RewardGiven): Promise<Redemption> => {
    const { tenant, id, program, reward, points } = row;
    const { expiresAt, product, offer, code, name } = given;
    const properties = {
      program,
      reward,
      name,
      points,
      redemption: id,
      ...(offer === undefined ? {} : { offer }),
      ...(code === undefined ? {} : { code }),
      ...(product === undefined ? {} : { product_id: product }),
      ...(expiresAt === undefined ? {} : { expires_at: new Date(expiresAt).toISOString() }),
    };
    const item = {
      id: hashId(tenant, 'reward', id),
      name: loyaltyNames.rewardRedeemed,
      properties,
      at: clock.now(tenant),
    };
    await deps.accept({ tenant, events: [ownEvent({ item, profileId: row.profileId })] });
    await redemptions.settle({ tenant, id });
    return read(row);
  };
  /** Takes back what was given, then gives the points back. */
  const giveBack = async (row: Redemption): Promise<Redemption> => {
    const { tenant, id, program, points, reason } = row;
    const reward = await rewardOf(row);
    await deps.offers.revoke({ tenant, issueKey: issueKeyOf(row), at: clock.now(tenant) });
    // One that was never limited has no place to give back.
    await deps.places.release(stockOf(row, reward?.stock ?? 0));
    const order = { tenant, program, profileId: row.profileId, points, ref: row.key, redemption: id };
    const { outcome } = await deps.givePoints({ ...order, action: 'return', key: returnKeyOf(id), reason });
    if (outcome.kind === 'refused') {
      const message = `The points of a reward could not be given back: ${outcome.reason}.`;
      throw new CicloError({ code: 'internal', message });
    }
    await redemptions.move({ tenant, id, from: 'returning', to: 'returned', due: undefined });
    return read(row);
  };
  return { read, rewardOf, tell, giveBack };
};

/** Makes what goes on with redemptions. */
export const createSettleRedemption = (deps: Deps): SettleRedemption => {
  const { redemptions, clock } = deps;
  const { read, rewardOf, tell, giveBack } = createSteps(deps);
  const fulfil = async (row: Redemption): Promise<Redemption> => {
    const { tenant, id } = row;
    const due = clock.now(tenant) + repairMs;
    const provided = await provideReward({ deps, row, reward: await rewardOf(row) });
    const move = { tenant, id, from: 'pending', due } as const;
    const moved =
      'refused' in provided
        ? await redemptions.move({ ...move, to: 'returning', reason: provided.refused })
        : await redemptions.move({ ...move, to: 'fulfilled', given: provided });
    // Somebody else decided otherwise meanwhile: what was given here is taken back by the same way.
    const now = await read(row);
    if (!moved && now.state === 'returned' && !('refused' in provided)) return giveBack(now);
    return go(now);
  };
  const go = async (row: Redemption): Promise<Redemption> => {
    if (row.state === 'pending') return fulfil(row);
    if (row.state === 'returning') return giveBack(row);
    if (row.state === 'fulfilled' && row.due !== undefined && row.given !== undefined) {
      return tell(row, row.given);
    }
    return row;
  };
  const attempt = async (row: Redemption): Promise<void> => {
    const { tenant, id, program, state } = row;
    try {
      await go(row);
    } catch (thrown) {
      deps.log.warn({ tenant, program, error: messageOf(thrown) }, 'A reward is gone on with later.');
      await redemptions.move({ tenant, id, from: state, to: state, due: clock.now(tenant) + repairMs });
    }
  };
  return {
    settle: async (named) => go(await read(named)),
    cancel: async (named) => {
      const row = await go(await read(named));
      const { tenant, id, state, given } = row;
      if (state !== 'fulfilled') return row;
      const at = clock.now(tenant);
      if (given?.offer !== undefined) {
        const revoked = await deps.offers.revoke({ tenant, issueKey: issueKeyOf(row), at });
        if (revoked === 'used') return 'used';
      }
      const move = { tenant, id, from: 'fulfilled', to: 'returning', reason: 'cancelled' } as const;
      await redemptions.move({ ...move, due: at + repairMs });
      return go(await read(named));
    },
    turn: async (tenant) => {
      const due = await redemptions.due({ tenant, upTo: clock.now(tenant), limit: page });
      for (const row of due) await attempt(row);
      return due.length === page ? 'more' : 'nothing';
    },
  };
};
