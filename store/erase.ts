import { randomUUID } from 'node:crypto';

import type { Connection } from 'mongoose';

import { guarded } from './guarded.ts';
import { keyOf } from './keys.ts';
import { type CommandDoc, commandSchema } from './schemas/command.ts';
import { type CouponDoc, couponSchema } from './schemas/coupon.ts';
import { driverOf } from './schemas/define.ts';
import { type DeliveryDoc, deliverySchema } from './schemas/delivery.ts';
import { type EffectDoc, effectSchema } from './schemas/effect.ts';
import { type EventDoc, eventSchema } from './schemas/event.ts';
import { type ExposureDoc, exposureSchema } from './schemas/exposure.ts';
import { type LedgerDoc, ledgerSchema } from './schemas/ledger.ts';
import { type MessageDoc, messageSchema } from './schemas/message.ts';
import { type OrderDoc, orderSchema } from './schemas/order.ts';
import { type ProfileDoc, profileSchema } from './schemas/profile.ts';
import { type ReferralDoc, referralSchema } from './schemas/referral.ts';
import { type ResendDoc, resendSchema } from './schemas/resend.ts';
import { type RunDoc, runSchema } from './schemas/run.ts';
import { type TaskDoc, taskSchema } from './schemas/task.ts';

type Person = { readonly tenant: string; readonly profileId: string };

const page = 500;

/** Runs, and what is kept by run: what hangs on them first, so that a repeat after a crash still finds it. */
const createEraseRuns = (connection: Connection) => {
  const runs = driverOf<RunDoc>({ connection, schema: runSchema });
  const effects = driverOf<EffectDoc>({ connection, schema: effectSchema });
  const commands = driverOf<CommandDoc>({ connection, schema: commandSchema });
  const resends = driverOf<ResendDoc>({ connection, schema: resendSchema });
  return async ({ tenant, profileId }: Person): Promise<void> => {
    for (;;) {
      const docs = await runs
        .find({ tenant, profileId }, { projection: { id: 1 } })
        .limit(page)
        .toArray();
      if (docs.length === 0) return;
      const ids = docs.map((doc) => doc.id);
      await effects.deleteMany({ tenant, run: { $in: ids } });
      await commands.deleteMany({ tenant, run: { $in: ids } });
      await resends.deleteMany({ tenant, run: { $in: ids } });
      await runs.deleteMany({ _id: { $in: docs.map((doc) => doc._id) } });
    }
  };
};

/** Events, and the raw requests that brought them. */
const createEraseEvents = (connection: Connection) => {
  const events = driverOf<EventDoc>({ connection, schema: eventSchema });
  const deliveries = driverOf<DeliveryDoc>({ connection, schema: deliverySchema });
  return async ({ tenant, profileId }: Person): Promise<void> => {
    for (;;) {
      const docs = await events
        .find({ profileId, tenant }, { projection: { _id: 1 } })
        .limit(page)
        .toArray();
      if (docs.length === 0) return;
      const ids = docs.map((doc) => doc._id);
      await deliveries.deleteMany({ became: { $in: ids } });
      await events.deleteMany({ _id: { $in: ids } });
    }
  };
};

/** Coupons stay, since they were spent and their codes are taken, but nobody can tell whose they were. */
const createEraseCoupons = (connection: Connection) => {
  const coupons = driverOf<CouponDoc>({ connection, schema: couponSchema });
  return async ({ tenant, profileId }: Person): Promise<void> => {
    const nobody = `erased-${randomUUID()}`;
    await coupons.updateMany({ tenant, profileId }, { $set: { profileId: nobody }, $unset: { orderId: 1 } });
  };
};

/** The profiles that were merged into one, and into those, with itself last. */
const createFamily = (connection: Connection) => {
  const profiles = driverOf<ProfileDoc>({ connection, schema: profileSchema });
  return async ({ tenant, profileId }: Person): Promise<readonly string[]> => {
    const family = [profileId];
    for (let next = [profileId]; next.length > 0;) {
      const docs = await profiles
        .find({ mergedInto: { $in: next } }, { projection: { id: 1, tenant: 1 } })
        .toArray();
      next = docs.filter((doc) => doc.tenant === tenant && !family.includes(doc.id)).map((doc) => doc.id);
      family.unshift(...next);
    }
    return family;
  };
};

/** Removes everything about a person. Repeatable, and to be repeated when it failed: the profile goes last. */
export type Erase = (input: Person) => Promise<void>;

/**
 * Makes the erasure of a person: every document about them, in every collection, also under profiles that were
 * merged into theirs. What stays: the keyed hash of a suppressed address, and coupons without a name.
 */
export const createErase = (deps: { connection: Connection }): Erase => {
  const { connection } = deps;
  const profiles = driverOf<ProfileDoc>({ connection, schema: profileSchema });
  const orders = driverOf<OrderDoc>({ connection, schema: orderSchema });
  const messages = driverOf<MessageDoc>({ connection, schema: messageSchema });
  const ledger = driverOf<LedgerDoc>({ connection, schema: ledgerSchema });
  const exposures = driverOf<ExposureDoc>({ connection, schema: exposureSchema });
  const tasks = driverOf<TaskDoc>({ connection, schema: taskSchema });
  const referrals = driverOf<ReferralDoc>({ connection, schema: referralSchema });
  const eraseRuns = createEraseRuns(connection);
  const eraseEvents = createEraseEvents(connection);
  const eraseCoupons = createEraseCoupons(connection);
  const familyOf = createFamily(connection);

  const eraseOne = async (person: Person): Promise<void> => {
    const { tenant, profileId } = person;
    await eraseEvents(person);
    await eraseRuns(person);
    await eraseCoupons(person);
    await messages.deleteMany({ tenant, profileId });
    await ledger.deleteMany({ tenant, profileId });
    await exposures.deleteMany({ tenant, profileId });
    await orders.deleteMany({ tenant, profileId });
    await tasks.deleteMany({ tenant, profileId });
    await referrals.deleteMany({ tenant, advocate: profileId });
    await referrals.deleteMany({ tenant, friend: profileId });
    await profiles.deleteOne({ _id: keyOf(tenant, profileId) });
  };

  const { erase } = guarded<{ readonly erase: Erase }>({
    erase: async (person) => {
      const { tenant } = person;
      for (const profileId of await familyOf(person)) await eraseOne({ tenant, profileId });
    },
  });
  return erase;
};
