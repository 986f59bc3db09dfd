import mongoose, { type Connection, type mongo } from 'mongoose';

import { messageOf } from '../../domain/errors.ts';
import type { Retention } from '../../domain/privacy/retention.ts';
import type { Collections } from '../../platform/mongo/collections/collection.ts';
import { createDriverCollections } from '../../platform/mongo/collections/driver.ts';
import { toCicloError } from '../../platform/mongo/errors.ts';
import { guarded } from '../../platform/mongo/guarded.ts';
import { inTime } from '../../platform/mongo/in-time.ts';
import { readyDatabase } from './ready-database.ts';
import { probeServer, type ServerReport } from '../../platform/mongo/probe/probe.ts';
import { toStartError } from '../../platform/mongo/start-error.ts';
import { createStores, type Stores } from './stores.ts';

/** The part of a logger the store uses. */
export type StoreLog = {
  readonly warn: (fields: Readonly<Record<string, unknown>>, message: string) => void;
  readonly info: (fields: Readonly<Record<string, unknown>>, message: string) => void;
};

export type ConnectedStore = {
  readonly connection: Connection;
  readonly collections: Collections;
  readonly stores: Stores;
  /** Makes the indexes, however long that takes; call it before the first write to a new database. */
  readonly ensureIndexes: () => Promise<void>;
  /** Tries on the server what the stores rely on; see `probeServer`. */
  readonly probe: () => Promise<ServerReport>;
  /** Throws `unavailable` when the database does not answer within seconds. */
  readonly ping: () => Promise<void>;
  readonly close: () => Promise<void>;
};

const seconds = 1000;

/** Longer than an election, which takes 10 to 12 seconds with the settings a replica set has by default. */
const electionMs = 15 * seconds;

/**
 * A database that is away fails a call after an election's time, with `unavailable`: nothing is buffered. The
 * driver retries a write once where the server can tell a repeat (a replica set or sharded cluster), and not
 * elsewhere. What is promised here holds whatever the URI says, since options come before it: a write that was
 * acknowledged survives a change of primary, and a read sees every write acknowledged before it.
 */
const options = (input: { poolSize: number; watched: boolean; waitMs: number }): mongoose.ConnectOptions => ({
  bufferCommands: false,
  autoIndex: false,
  autoCreate: false,
  serverSelectionTimeoutMS: input.waitMs,
  connectTimeoutMS: 5 * seconds,
  heartbeatFrequencyMS: 5 * seconds,
  waitQueueTimeoutMS: 10 * seconds,
  // Longer than any query of ours; a server that hangs is found out by the heartbeat before.
  socketTimeoutMS: 60 * seconds,
  maxPoolSize: input.poolSize,
  // A write is acknowledged when most members have it in their journals, or fails as `unavailable`.
  // One by one: of a whole `writeConcern` the URI could take parts back.
  w: 'majority',
  journal: true,
  wtimeoutMS: 5 * seconds,
  readPreference: 'primary',
  // With these writes and reads the primary's own view is enough.
  readConcernLevel: 'local',
  minPoolSize: 2,
  ignoreUndefined: true,
  appName: 'ciclo',
  monitorCommands: input.watched,
});

const pingMs = 5 * seconds;

const defaultDatabase = 'ciclo';

/** The database a URI names; ours when it names none. */
const databaseOf = (uri: string): string =>
  /^mongodb(?:\+srv)?:\/\/[^/]+\/([^?]+)/.exec(uri)?.[1] ?? defaultDatabase;

const orFail = async <T>(work: () => Promise<T>): Promise<T> => {
  try {
    return await work();
  } catch (thrown) {
    throw toCicloError(thrown);
  }
};

type OnCommand = (event: mongo.CommandStartedEvent) => void;

/** Over a connection of its own without a time-out: a build of an index may take longer than any call of a store. */
const buildIndexes = async (input: {
  connect: (more: mongoose.ConnectOptions) => Connection;
  onCommand: OnCommand | undefined;
  retention: Retention | undefined;
}): Promise<void> => {
  const { connect, onCommand, retention } = input;
  const patient = connect({ socketTimeoutMS: 0, minPoolSize: 0, maxPoolSize: 2 });
  try {
    await patient.asPromise();
    if (onCommand !== undefined) patient.getClient().on('commandStarted', onCommand);
    await readyDatabase(patient, retention);
  } finally {
    await patient.destroy();
  }
};

/**
 * Connects to a database and makes the stores over it; the database is `ciclo` unless the URI names another.
 * Throws `unavailable` when it cannot be reached, `bad-configuration` when it refuses the login or is too old. `waitMs` is how long a call waits for a server to write to.
 * `onCommand` hears of every command that is sent: for tests of query plans.
 */
export const connectStore = async (input: {
  uri: string;
  log?: StoreLog;
  poolSize?: number;
  waitMs?: number;
  onCommand?: OnCommand;
  /** How long what is over is kept, where it is not as usual. */
  retention?: Retention | undefined;
}): Promise<ConnectedStore> => {
  const { uri, log, poolSize = 32, waitMs = electionMs, onCommand, retention } = input;
  const connect = (more: mongoose.ConnectOptions = {}): Connection =>
    mongoose.createConnection(uri, {
      ...options({ poolSize, watched: onCommand !== undefined, waitMs }),
      dbName: databaseOf(uri),
      ...more,
    });
  const connection = connect();
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
    throw toStartError(thrown);
  }
  if (onCommand !== undefined) connection.getClient().on('commandStarted', onCommand);

  const collections = createDriverCollections(connection);
  return {
    connection,
    collections,
    stores: createStores({ collections }),
    // Several processes that start at once may meet; what one of them did is done.
    ensureIndexes: guarded({ build: () => buildIndexes({ connect, onCommand, retention }) }).build,
    probe: () => orFail(() => probeServer(connection)),
    ping: () =>
      orFail(async () => {
        if (connection.db !== undefined) await inTime(connection.db.command({ ping: 1 }), pingMs);
      }),
    close,
  };
};
