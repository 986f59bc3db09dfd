import type { Connection } from 'mongoose';

import type { DevClockStore } from '../activities/ports/workspaces.ts';
import { guarded } from './guarded.ts';
import { type DevClockDoc, devClockSchema } from './schemas/dev-clock.ts';

/** How far the development clocks of tenants are ahead; a clock never goes back. */
export const createDevClockStore = (deps: { connection: Connection }): DevClockStore => {
  const clocks = deps.connection.model<DevClockDoc>('DevClock', devClockSchema);
  return guarded<DevClockStore>({
    offset: async (tenant) => (await clocks.findById(tenant).lean())?.offsetMs ?? 0,
    set: async ({ tenant, offsetMs }) => {
      await clocks.updateOne({ _id: tenant }, { $max: { offsetMs } }, { upsert: true });
    },
  });
};
