import { connectDatabase } from '../../store-plain/connect.ts';
import { createDeliveryStore } from '../../store-plain/delivery-store.ts';
import { createEventStore } from '../../store-plain/event-store.ts';
import { ensureIndexes } from '../../store-plain/indexes.ts';
import { createCommandStore, createEffectStore, createLedgerStore, createTaskStore } from '../../store-plain/ledger-store.ts';
import { createMessageStore, createRateSlotStore, createSuppressionStore } from '../../store-plain/message-store.ts';
import { createOfferStore, createReferralStore } from '../../store-plain/offer-store.ts';
import { createOrderStore } from '../../store-plain/order-store.ts';
import { createProfileStore } from '../../store-plain/profile-store.ts';
import { createRunStore } from '../../store-plain/run-store.ts';
import { createDevClockStore, createWorkspaceStore } from '../../store-plain/workspace-store.ts';
import type { Stores } from './stores.ts';

export type OpenStores = { stores: Stores; close: () => Promise<void>; ping: () => Promise<void> };
export const openStores = async (input: { uri: string }): Promise<OpenStores> => {
  const database = await connectDatabase(input);
  const { connection } = database;
  await ensureIndexes({ connection });
  const at = { connection };
  return {
    stores: {
      events: createEventStore(at), stuckEvents: { requeue: async () => 'not-found' }, profiles: createProfileStore(at), orders: createOrderStore(at), runs: createRunStore(at),
      ledger: createLedgerStore(at), effects: createEffectStore(at), commands: createCommandStore(at), tasks: createTaskStore(at),
      messages: createMessageStore(at), suppressions: createSuppressionStore(at), slots: createRateSlotStore(at),
      offers: createOfferStore(at), referrals: createReferralStore(at), workspaces: createWorkspaceStore(at),
      devClock: createDevClockStore(at), deliveries: createDeliveryStore(at),
      erase: async () => undefined,
    },
    close: database.close,
    ping: database.ping,
  };
};
