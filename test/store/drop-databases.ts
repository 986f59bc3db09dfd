import { mongo } from 'mongoose';

import { messageOf } from '../../domain/errors.ts';

/** Drops the databases of a test run that its files left, such as one that was killed. */
export const dropDatabases = async (input: {
  uri: string;
  run: string;
  say: (line: string) => void;
}): Promise<void> => {
  const { uri, run, say } = input;
  const client = new mongo.MongoClient(uri, { serverSelectionTimeoutMS: 5000 });
  try {
    const { databases } = await client.db('admin').admin().listDatabases({ nameOnly: true });
    const left = databases.map(({ name }) => name).filter((name) => name.startsWith(run));
    for (const name of left) await client.db(name).dropDatabase();
  } catch (thrown) {
    say(`The databases ${run}... may be left behind: ${messageOf(thrown)}`);
  } finally {
    await client.close();
  }
};
