import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';

import { table } from '../../platform/say.ts';
import { loadConfig } from '../../platform/config.ts';
import { startEmbedded } from '../../platform/embedded/start.ts';
import { freePort } from '../../platform/free-port.ts';
import { type ConnectedStore, connectStore } from '../../server/stores/connect-store.ts';
import { createEngineProcess } from '../harness/engine-process.ts';
import { balance, type Books, isAtRest, readBooks } from './books.ts';
import { randomOf } from '../harness/random.ts';
import { openShop } from './shoppers.ts';
import { startSlowServer } from './slow-server.ts';
import { makeTrouble, usualMood } from './troubles.ts';
import { cap, connections, soakFiles } from './workspace.ts';

const tenant = 'soak';
const writeKey = 'sk_of-the-processes-of-a-test';
const restMs = 8 * 60_000;

const options = {
  minutes: { type: 'string', default: '30' },
  'per-second': { type: 'string', default: '4' },
  seed: { type: 'string', default: '1' },
  'no-kills': { type: 'boolean', default: false },
} as const;

const say = (line: string): void => {
  process.stderr.write(`${new Date().toISOString().slice(11, 19)} ${line}\n`);
};

/** The books go to standard output, what happens meanwhile to standard error. */
const print = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

/** Waits until nothing is under way any more, or for so long. */
const comeToRest = async (store: ConnectedStore): Promise<Books> => {
  const end = Date.now() + restMs;
  for (;;) {
    const books = await readBooks({ store, tenant });
    if (isAtRest(books) || Date.now() > end) return books;
    await pause(2_000);
  }
};

/** The servers, three processes of the engine and a slow mail server, on new data. */
const openStage = async (seed: number) => {
  const config = loadConfig(process.env);
  const dataDir = await mkdtemp(join(tmpdir(), 'ciclo-soak-'));
  const servers = await startEmbedded({
    dataDir,
    toolsDir: config.toolsDir,
    searchPath: process.env['PATH'] ?? '',
    say,
  });
  const random = randomOf(seed);
  const mail = await startSlowServer({ mood: usualMood, random });
  const port = await freePort();
  const files = await soakFiles(tenant);
  const env = {
    MONGODB_URI: servers.mongo.uri,
    TEMPORAL_ADDRESS: servers.temporal.address,
    SMTP_URL: mail.url,
    PORT: String(port),
    LOG_LEVEL: 'fatal',
  };
  const parts = [
    ['the API', 'api'] as const,
    ['worker 1', 'worker'] as const,
    ['worker 2', 'worker'] as const,
  ];
  const processes = await Promise.all(
    parts.map(async ([name, part]) => ({ name, process: await createEngineProcess({ part, files, env }) })),
  );
  for (const one of processes) await one.process.start();
  const store = await connectStore({ uri: servers.mongo.uri });
  return {
    servers,
    mail,
    random,
    processes,
    store,
    url: `http://127.0.0.1:${port}`,
    close: async () => {
      await Promise.all(processes.map((one) => one.process.close()));
      await store.close();
      await mail.stop();
      await servers.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
};

const storedIds = async (store: ConnectedStore): Promise<ReadonlySet<string>> => {
  const found = store.connection.collection('events').find({ tenant }, { projection: { messageId: 1 } });
  return new Set((await found.toArray()).map((doc) => String(doc['messageId'])));
};

/**
 * `npm run soak`: a shop under load for so many minutes, while processes are killed, servers are restarted and the mail server
 * is slow or busy. Then all has to come to rest, and the books have to balance. Answers 1 when they do not.
 */
export const runSoak = async (words: readonly string[]): Promise<number> => {
  const { values } = parseArgs({ args: [...words], options });
  const stage = await openStage(Number(values.seed));
  const { store, mail, random } = stage;
  const perSecond = Number(values['per-second']);
  const shop = openShop({ url: stage.url, writeKey, perSecond, random });
  // Numbers of its own, so that its order does not depend on how quick everything else is.
  const ownRandom = randomOf(Number(values.seed) + 1);
  const trouble = makeTrouble({ ...stage, random: ownRandom, say, kills: !values['no-kills'] });
  await pause(Number(values.minutes) * 60_000);
  say('No more trouble and no more people; all comes to rest.');
  await trouble.stop();
  await shop.close();
  const books = await comeToRest(store);
  const lines = balance({
    books,
    accepted: shop.accepted,
    stored: await storedIds(store),
    taken: mail.taken,
    kills: trouble.kills,
    connections,
    cap,
  });
  await stage.close();
  print(`\n${values.minutes} minutes, seed ${values.seed}, ${perSecond} people a second`);
  for (const [what, count] of trouble.counts) print(`${count} x ${what}`);
  print(`${shop.repeated()} calls came twice`);
  print(`runs: ${JSON.stringify(books.runs)}, mails refused for good: ${mail.refused.length}\n`);
  const rows = lines.map(({ what, holds, figures }) => [holds ? 'holds' : 'FAILS', what, figures]);
  print(table({ head: ['', 'what', 'figures'], rows }));
  const isBalanced = lines.every(({ holds }) => holds) && isAtRest(books);
  print(isBalanced ? '\nThe books balance.' : `\nThe books do not balance: ${JSON.stringify(books)}`);
  return isBalanced ? 0 : 1;
};
