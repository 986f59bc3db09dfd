import { type Connection, mongo } from 'mongoose';

import { auditSchema } from '../../../engine/access/store/audit-schema.ts';
import { collectionOf } from '../../../platform/mongo/schema/define.ts';
import { deliverySchema } from '../../../engine/webhooks/store/delivery-schema.ts';
import { eventSchema } from '../../../engine/events/store/event-schema.ts';
import { jobSchema } from '../../../engine/jobs/store/job-schema.ts';
import { taskSchema } from '../../../engine/tasks/store/task-schema.ts';
import { dropIndexes, oldIndexes } from './old-indexes.ts';

type Row = mongo.Document & { readonly _id: string };

/**
 * Marks what was over already when nothing was forgotten yet, so that it goes after its time from now. Raw requests that
 * were read lose what they say at once: nothing leads from a person to them, so no erasure would find them.
 */
export const markOver = async (connection: Connection): Promise<void> => {
  const rows = (schema: Parameters<typeof collectionOf>[0]): mongo.Collection<Row> =>
    connection.collection<Row>(collectionOf(schema));
  const deliveries = rows(deliverySchema);
  const old = await oldIndexes({ collection: deliveries, names: ['became'] });
  if (old.length === 0) return;
  const overAt = new Date();
  const unmarked = { overAt: { $exists: false } };
  const nothing = {
    'request.rawBody': new mongo.Binary(new Uint8Array()),
    'request.headers': {},
    'request.query': {},
  };
  await deliveries.updateMany({ state: 'done', ...unmarked }, { $set: { overAt, ...nothing } });
  const dead = await deliveries.distinct('tenant', { state: 'dead', ...unmarked });
  for (const tenant of dead.map(String)) {
    const stuck = `${tenant}:dead`;
    await deliveries.updateMany({ tenant, state: 'dead', ...unmarked }, { $set: { overAt, stuck } });
  }
  await rows(eventSchema).updateMany({ stuck: { $exists: true }, ...unmarked }, { $set: { overAt } });
  await rows(taskSchema).updateMany({ state: 'done', ...unmarked }, { $set: { overAt } });
  await rows(jobSchema).updateMany({ endedAt: { $exists: true }, ...unmarked }, { $set: { overAt } });
  await rows(auditSchema).updateMany(unmarked, { $set: { overAt } });
  await dropIndexes({ collection: deliveries, names: old });
};
