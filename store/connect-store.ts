import mongoose, { type Connection, type mongo } from 'mongoose';

import { messageOf } from '../domain/errors.ts';
import { toCicloError } from './errors.ts';
import { ensureIndexes } from './models.ts';
import { createStores, type Stores } from './stores.ts';

/** The part of a logger the store uses. */
export type StoreLog = {
  readonly warn: (fields: Readonly<Record<string, unknown>>, message: string) => void;
  readonly info: (fields: Readonly<Record<string, unknown>>, message: string) => void;
};

export type ConnectedStore = {
  readonly connection: Connection;
  readonly stores: Stores;
  /** Makes the indexes; call it before the first write to a new database. */
  readonly ensureIndexes: () => Promise<void>;
  /** Throws `unavailable` when the database does not answer within seconds. */
  readonly ping: () => Promise<void>;
  readonly close: () => Promise<void>;
};

const seconds = 1000;

/**
 * A database that is away fails a call within seconds, with `unavailable`: nothing is buffered, since whoever
 * waits for an answer has to be told, and whoever can wait tries again by itself. The driver retries a write
 * once where the server can tell a repeat (a replica set), and not elsewhere.
 */
const options = (input: { poolSize: number; watched: boolean }): mongoose.ConnectOptions => ({
  bufferCommands: false,
  autoIndex: false,
  autoCreate: false,
  serverSelectionTimeoutMS: 5 * seconds,
  connectTimeoutMS: 5 * seconds,
  heartbeatFrequencyMS: 5 * seconds,
  waitQueueTimeoutMS: 10 * seconds,
  // Longer than any query of ours; a server that hangs is found out by the heartbeat before.
  socketTimeoutMS: 60 * seconds,
  maxPoolSize: input.poolSize,
  // An answer is given only when the write is in the journal: a kill of the database loses nothing that was told.
  writeConcern: { w: 1, journal: true },
  minPoolSize: 2,
  ignoreUndefined: true,
  appName: 'ciclo',
  monitorCommands: input.watched,
});

const defaultDatabase = 'ciclo';

/** The database a URI names; ours when it names none. */
const databaseOf = (uri: string): string =>
  /^mongodb(?:\+srv)?:\/\/[^/]+\/([^?]+)/.exec(uri)?.[1] ?? defaultDatabase;

/**
 * Connects to a database and makes the stores over it; the database is `ciclo` unless the URI names another.
 * Throws `unavailable` when it cannot be reached. `onCommand` hears of every command that is sent: for tests
 * of query plans.
 */
export const connectStore = async (input: {
  uri: string;
  log?: StoreLog;
  poolSize?: number;
  onCommand?: (event: mongo.CommandStartedEvent) => void;
}): Promise<ConnectedStore> => {
  const { uri, log, poolSize = 32, onCommand } = input;
  const connection = mongoose.createConnection(uri, {
    ...options({ poolSize, watched: onCommand !== undefined }),
    dbName: databaseOf(uri),
  });
  let isClosing = false;
  connection.on('error', (thrown: unknown) => {
    log?.warn({ error: messageOf(thrown) }, 'The database reported an error.');
  });
  connection.on('disconnected', () => {
    if (!isClosing) log?.warn({}, 'The database cannot be reached.');
  });
  connection.on('reconnected', () => {
    log?.info({}, 'The database can be reached again.');
  });
  const close = (): Promise<void> => {
    isClosing = true;
    return connection.destroy();
  };
  try {
    await connection.asPromise();
  } catch (thrown) {
    await close();
    throw toCicloError(thrown);
  }
  if (onCommand !== undefined) connection.getClient().on('commandStarted', onCommand);

  const orFail = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (thrown) {
      throw toCicloError(thrown);
    }
  };
  return {
    connection,
    stores: createStores({ connection }),
    ensureIndexes: () => orFail(() => ensureIndexes(connection)),
    ping: () =>
      orFail(async () => {
        await connection.db?.command({ ping: 1 });
      }),
    close,
  };
};
