import { randomUUID } from 'node:crypto';

import { Agent, request } from 'undici';
import { z } from 'zod';

import { builtInPlugins } from '../../plugins/built-in.ts';
import { buildWorkspace } from '../../server/workspace/build-workspace.ts';
import { timed } from '../measures.ts';
import { sharedLimit } from './note-service.ts';
import { echoPlugin } from './echo-plugin.ts';
import { type Row, row, sideBySide } from '../rows.ts';
import { startSide } from './side-process.ts';
import type { Stage } from '../stage.ts';
import { benchWorkspace } from '../workspace.ts';

const tenant = 'calls';
const count = 2_000;
const width = 16;
const ready = z.object({ port: z.number() });
const came = z.object({ arrivals: z.array(z.number()) });

const startService = async () => {
  const side = await startSide('http-sink.ts');
  return { ...side, url: `http://127.0.0.1:${ready.parse(side.ready).port}` };
};

const mail = { use: 'smtp', config: { server: { env: 'SMTP_URL' }, tls: 'off' } };

/** Publishes a workspace of a tenant of its own with these plugins, besides a way for mails. */
export const publishFor = async (input: {
  stage: Stage;
  tenant: string;
  plugins: object;
  syncs?: object;
}): Promise<void> => {
  const { stage, plugins, ...more } = input;
  const { 'ciclo.json': text, ...files } = await benchWorkspace();
  const own: Record<string, unknown> = JSON.parse(text ?? '{}');
  const settings = JSON.stringify({ ...own, ...more, plugins: { mail, ...plugins } });
  const built = await buildWorkspace({
    files: { ...files, 'ciclo.json': settings },
    plugins: [...builtInPlugins, echoPlugin],
  });
  if (!built.ok) throw new Error(JSON.stringify(built.problems));
  await stage.assembled.publish({ built: built.value, dryRun: false });
};

/** Calls of an action through the runtime of plugins, with its circuit; against undici alone with the same requests. */
export const pluginCalls = async (stage: Stage): Promise<Row> => {
  const service = await startService();
  await publishFor({ stage, tenant, plugins: { notes: { use: 'echo', config: { url: service.url } } } });
  const { engine } = stage.assembled;
  const live = await engine.live.of(tenant);
  const agent = new Agent();
  const bare = async (): Promise<void> => {
    const key = randomUUID();
    const { statusCode, body } = await request(`${service.url}/api/notes/${key}`, {
      dispatcher: agent,
      method: 'PUT',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify({ text: 'Hello' }),
    });
    const answer: unknown = await body.json();
    if (statusCode !== 200) throw new Error(JSON.stringify(answer));
  };
  const through = async (): Promise<void> => {
    const key = randomUUID();
    const outcome = await engine.plugins.perform({
      live,
      tenant,
      instance: 'notes',
      action: 'set',
      input: { name: key, text: 'Hello' },
      idempotencyKey: key,
      now: Date.now(),
    });
    if (outcome.kind !== 'done') throw new Error(JSON.stringify(outcome));
  };
  const perSecond = async (job: () => Promise<void>) => count / (await timed({ count, width, job }));
  await perSecond(bare);
  await perSecond(through);
  const result = await sideBySide({
    rounds: 5,
    other: () => perSecond(bare),
    ours: () => perSecond(through),
  });
  await agent.destroy();
  service.stop();
  return row({
    name: 'calls of a connector to a server on the same machine, against undici alone',
    unit: 'calls/s',
    least: 0.5,
    result,
  });
};

const seconds = 10;

/** The most of the instants that lie within a second. */
const mostInASecond = (instants: readonly number[]): number => {
  const sorted = instants.toSorted((a, b) => a - b);
  let from = 0;
  return sorted.reduce((most, at, to) => {
    while (at - (sorted[from] ?? at) >= 1_000) from += 1;
    return Math.max(most, to - from + 1);
  }, 0);
};

/** Two workers in processes of their own under one limit, which both use as much as they may; against the limit. */
export const sharedLimits = async (stage: Stage): Promise<Row> => {
  const service = await startService();
  const workers = await Promise.all(
    [1, 2].map(() => startSide('limit-worker.ts', [stage.mongoUri, service.url, String(seconds)])),
  );
  const made = await Promise.all(workers.map(({ ask }) => ask('go')));
  const counts = made.map((answer) => z.object({ count: z.number() }).parse(answer).count);
  const { arrivals } = came.parse(await service.ask('arrivals'));
  for (const side of [...workers, service]) side.stop();
  const [first = 0, ...later] = arrivals.toSorted((a, b) => a - b);
  // Requests are late by more or less, which moves the ends of what is measured.
  const perSecond = (later.length * 1_000) / ((later.at(-1) ?? first) - first);
  if (perSecond > sharedLimit * 1.05) throw new Error(`${perSecond} calls came a second`);
  return {
    name: `two workers under one limit (${counts.join(' and ')} calls, at most ${mostInASecond(arrivals)} came in a second), against the limit`,
    ours: `${perSecond.toFixed(0)} calls/s`,
    against: `${sharedLimit} calls/s`,
    ratio: perSecond / sharedLimit,
    least: 0.9,
  };
};
