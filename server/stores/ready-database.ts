import type { Connection } from 'mongoose';

import type { Retention } from '../../domain/privacy/retention.ts';
import { ensureIndexesOf } from '../../platform/mongo/ensure-indexes.ts';
import { migrate } from './migrations/migrate.ts';
import { schemas } from './schemas.ts';

/** Brings what earlier versions stored into today's form and makes all indexes; see `migrate` and `ensureIndexesOf`. */
export const readyDatabase = async (connection: Connection, retention?: Retention): Promise<void> => {
  await migrate(connection);
  await ensureIndexesOf({ connection, schemas, ...(retention === undefined ? {} : { retention }) });
};
