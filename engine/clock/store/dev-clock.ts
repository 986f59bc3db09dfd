import type { Collections } from '../../../platform/mongo/collections/collection.ts';
import type { DevClockStore } from '../../journeys/ports.ts';
import { guarded } from '../../../platform/mongo/guarded.ts';
import { type DevClockDoc, devClockSchema } from './dev-clock-schema.ts';

/** How far the development clocks of tenants are ahead; a clock never goes back. */
export const createDevClockStore = (deps: { collections: Collections }): DevClockStore => {
  const clocks = deps.collections.of<DevClockDoc>(devClockSchema);
  return guarded<DevClockStore>({
    offset: async (tenant) => (await clocks.findOne({ _id: tenant }))?.offsetMs ?? 0,
    set: async ({ tenant, offsetMs }) => {
      await clocks.updateOne({ _id: tenant }, { $max: { offsetMs } }, { upsert: true });
    },
    claimMove: async ({ tenant, workflowId: of, systemTime, until }) => {
      const claim = async (): Promise<boolean> => {
        const { matchedCount } = await clocks.updateOne(
          { _id: tenant, 'moves.of': { $ne: of } },
          { $push: { moves: { of, until } } },
        );
        return matchedCount === 1;
      };
      if (await claim()) return true;
      // Anyone who has it may have been killed.
      await clocks.updateOne({ _id: tenant }, { $pull: { moves: { until: { $lte: systemTime } } } });
      return claim();
    },
    endMove: async ({ tenant, workflowId: of }) => {
      await clocks.updateOne({ _id: tenant }, { $pull: { moves: { of } } });
    },
  });
};
