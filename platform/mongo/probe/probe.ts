import { randomUUID } from 'node:crypto';

import type { Connection, mongo } from 'mongoose';

import { CicloError, messageOf } from '../../../domain/errors.ts';
import { type Check, checks, type Trial } from './checks.ts';

/** What a database server is, and what it does otherwise than the store relies on. */
export type ServerReport = {
  /** For people: name, version and shape. */
  readonly server: string;
  readonly checks: number;
  /** What it does not do; empty when it can carry Ciclo. */
  readonly missing: readonly string[];
  /** What is allowed, and better otherwise. */
  readonly advice: readonly string[];
};

const collectionName = 'cicloProbe';

/** The wire version of MongoDB 7.0. */
const leastWireVersion = 21;

const shapeOf = (hello: mongo.Document): string => {
  if (hello['msg'] === 'isdbgrid') return 'sharded cluster';
  const set: unknown = hello['setName'];
  return typeof set === 'string' ? `replica set ${set}` : 'standalone';
};

const nameOf = (build: mongo.Document): string => {
  const maker = 'secantusVersion' in build ? `SecantusDB ${String(build['secantusVersion'])} as ` : '';
  return `${maker}MongoDB ${String(build['version'])}`;
};

const makeIndexes = (trials: Trial['trials']): Promise<unknown> =>
  trials.createIndexes([
    { key: { key: 1 }, name: 'key', unique: true, sparse: true },
    { key: { until: 1 }, name: 'until', expireAfterSeconds: 3600 },
    { key: { of: 1, n: 1 }, name: 'of', sparse: true },
  ]);

const failedOf = async (input: { check: Check; trial: Trial }): Promise<readonly string[]> => {
  const { check, trial } = input;
  try {
    return (await check.holds(trial)) ? [] : [check.name];
  } catch (thrown) {
    return [`${check.name} (${messageOf(thrown)})`];
  }
};

/**
 * Tries on the server itself, within milliseconds, what the store relies on. Uses a collection of its own and
 * takes away what it wrote; any number of processes may do it at once. Rejects only when the server cannot be
 * reached.
 */
export const probeServer = async (connection: Connection): Promise<ServerReport> => {
  const { db } = connection;
  if (db === undefined) {
    throw new CicloError({ code: 'unavailable', message: 'The database is not connected.' });
  }
  const [hello, build] = await Promise.all([db.command({ hello: 1 }), db.command({ buildInfo: 1 })]);
  const mark = `${randomUUID()}:`;
  const trial: Trial = { trials: connection.collection(collectionName), mark };
  const indexed: Check = {
    name: 'make unique, sparse and expiring indexes',
    holds: async ({ trials }) => (await makeIndexes(trials)) !== undefined,
  };
  const atFirst = await failedOf({ check: indexed, trial });
  const others = await Promise.all(checks.map((check) => failedOf({ check, trial })));
  await trial.trials.deleteMany({ _id: { $gte: mark, $lt: `${mark}~` } });
  const isOld = Number(hello['maxWireVersion'] ?? 0) < leastWireVersion;
  const shape = shapeOf(hello);
  return {
    server: `${nameOf(build)}, ${shape}`,
    checks: checks.length + 1,
    missing: [...(isOld ? ['be MongoDB 7.0 or later'] : []), ...atFirst, ...others.flat()],
    advice:
      shape === 'standalone'
        ? ['A replica set, also of one member, repeats writes by itself after a restart.']
        : [],
  };
};

/** Throws `bad-configuration` that names what a server does not do. */
export const refuseServer = ({ server, missing }: ServerReport): void => {
  if (missing.length === 0) return;
  throw new CicloError({
    code: 'bad-configuration',
    message: `This database (${server}) cannot carry Ciclo. It does not: ${missing.join('; ')}. Use MongoDB 7.0 or later, or a server named in docs/databases.md.`,
    details: { server, missing },
  });
};
