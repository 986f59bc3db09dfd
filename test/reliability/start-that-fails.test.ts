import { afterEach, expect, inject, it } from 'vitest';

import { createEngineProcess, type EngineProcess } from '../harness/engine-process.ts';
import { ownDatabase } from '../harness/own-database.ts';

const opened: EngineProcess[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map((one) => one.close()));
});

/** What a process said that ended before it ran; it fails when the process neither runs nor ends. */
const endOf = async (input: {
  part: 'api' | 'worker';
  files?: Readonly<Record<string, string>>;
  env?: Readonly<Record<string, string>>;
}): Promise<string> => {
  const { part, files = {}, env } = input;
  const servers = {
    MONGODB_URI: ownDatabase(inject('mongoUri')),
    TEMPORAL_ADDRESS: inject('temporalAddress'),
    SMTP_URL: 'smtp://127.0.0.1:1',
  };
  const engine = await createEngineProcess({ part, files, env: { ...servers, ...env } });
  opened.push(engine);
  return engine.start().then(
    () => 'It runs.',
    (thrown: unknown) => String(thrown),
  );
};

it.each(['api', 'worker'] as const)(
  'ciclo %s without a workspace says so and ends, so that whatever watches over it can see it',
  async (part) => {
    expect(await endOf({ part })).toMatch(
      new RegExp(`ciclo ${part} ended with 1: There is no workspace folder`),
    );
  },
);

it.each(['api', 'worker'] as const)(
  'ciclo %s ends when its workspace cannot be published, and names the place',
  async (part) => {
    const files = { 'ciclo.json': JSON.stringify({ tenant: 'shop', timezone: 'Europe/Nowhere' }) };
    expect(await endOf({ part, files })).toMatch(
      new RegExp(`ciclo ${part} ended with 1: .*ciclo\\.json.*timezone`, 's'),
    );
  },
);

it('ciclo worker ends with the code of a wrong setting when a server is named that cannot be', async () => {
  expect(await endOf({ part: 'worker', env: { PORT: 'many' } })).toMatch(/ended with 78: .*PORT/s);
});
