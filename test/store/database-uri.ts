import { randomUUID } from 'node:crypto';

const form = /^(mongodb(?:\+srv)?:\/\/(?:([^@/]*)@)?[^/?]+)(?:\/([^?]*))?(?:\?(.*))?$/;

/**
 * The address of another database of the same server. A login stays of the database it was of: of the one the
 * address named, else of `admin`.
 */
export const databaseUri = (input: { uri: string; name: string }): string => {
  const [, server, login, database = '', query = ''] = form.exec(input.uri) ?? [];
  if (server === undefined) throw new Error('not an address of a MongoDB server');
  const options = new URLSearchParams(query);
  if (login !== undefined && !options.has('authSource') && !options.has('authMechanism')) {
    options.set('authSource', database === '' ? 'admin' : decodeURIComponent(database));
  }
  const rest = options.toString();
  return `${server}/${input.name}${rest === '' ? '' : `?${rest}`}`;
};

/** What the names of all databases of test runs begin with. */
const prefix = 'citest';

/** What the names of the databases of one test run begin with, by which the run removes them at its end. */
export const newRunName = (): string => `${prefix}_${randomUUID().slice(0, 6)}_`;

/** A name for a database that nobody has. */
export const newDatabaseName = (run: string): string =>
  `${run}${randomUUID().replaceAll('-', '').slice(0, 12)}`;
