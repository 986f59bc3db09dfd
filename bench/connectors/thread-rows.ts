import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';

import { z } from 'zod';

import { createGuardedHttp } from '../../platform/egress/http-guard.ts';
import { createGuardedConnect } from '../../platform/egress/tcp-guard.ts';
import type { Plugin } from '../../plugins/contract.ts';
import { createPluginRuntime } from '../../plugins/runtime/runtime.ts';
import { loadApart } from '../../server/plugins/apart/load-apart.ts';
import { timed } from '../measures.ts';
import { type Row, row, sideBySide } from '../rows.ts';
import { echoPlugin } from './echo-plugin.ts';
import { startSide } from './side-process.ts';

const count = 2_000;
const ready = z.object({ port: z.number() });
const place = { tenant: 'bench', instance: 'notes' } as const;
const quiet = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

const open = (plugin: Plugin, url: string) => {
  const http = createGuardedHttp({ allowPrivate: true });
  const runtime = createPluginRuntime({
    registry: [plugin],
    instances: [{ ...place, plugin: plugin.id, config: { url } }],
    secrets: () => undefined,
    http: http.forHosts,
    connect: createGuardedConnect({ allowPrivate: true }),
    log: quiet,
    clock: { now: Date.now },
  });
  return {
    call: async (): Promise<void> => {
      const key = randomUUID();
      const input = { name: key, text: 'Hello' };
      const request = { ...place, action: 'set', input, idempotencyKey: key, now: Date.now() };
      const outcome = await runtime.perform(request);
      if (outcome.kind !== 'done') throw new Error(JSON.stringify(outcome));
    },
    close: async (): Promise<void> => {
      await runtime.close();
      await http.close();
    },
  };
};

/** Calls of a plugin in a thread of its own, against the same plugin in this thread: 16 at a time, and one after the other. */
export const threadCalls = async (): Promise<readonly Row[]> => {
  const service = await startSide('http-sink.ts');
  const url = `http://127.0.0.1:${ready.parse(service.ready).port}`;
  const dir = fileURLToPath(new URL('.', import.meta.url));
  const loaded = await loadApart({ dir, entry: `${dir}echo-plugin.ts`, id: 'echo' });
  if (!loaded.ok) throw new Error(loaded.why);
  const here = open(echoPlugin, url);
  const apart = open(loaded.plugin, url);
  const perSecond = async (width: number, job: () => Promise<void>): Promise<number> =>
    count / (await timed({ count, width, job }));
  const rows: Row[] = [];
  const leasts = new Map([
    [16, 0.4],
    [1, 0.2],
  ]);
  for (const [width, least] of leasts) {
    await perSecond(width, here.call);
    await perSecond(width, apart.call);
    const result = await sideBySide({
      rounds: 5,
      other: () => perSecond(width, here.call),
      ours: () => perSecond(width, apart.call),
    });
    const name = `calls of a plugin in a thread of its own, ${width} at a time, against the same in this thread`;
    rows.push(row({ name, unit: 'calls/s', least, result }));
  }
  await here.close();
  await apart.close();
  await loaded.close();
  service.stop();
  return rows;
};
