import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';

import { createGuardedHttp } from '../../platform/egress/http-guard.ts';
import { createGuardedConnect } from '../../platform/egress/tcp-guard.ts';
import { createLog } from '../../platform/log.ts';
import { restPlugin } from '../../plugins/rest/rest.ts';
import { createPluginRuntime } from '../../plugins/runtime/runtime.ts';
import { openStores } from '../../server/open-stores.ts';
import { limitedNotes } from './note-service.ts';

/**
 * A worker in a process of its own: told to, it makes calls of one instance for so many seconds, as many as its limit lets it, which it
 * shares with all others on the same database; answers how many were made.
 */
const [, , uri = '', url = '', seconds = '0'] = process.argv;
const lanes = 60;
const at = { tenant: 'bench', instance: 'notes' };

const log = createLog({ level: 'error' });
const stores = await openStores({ uri, log });
const runtime = createPluginRuntime({
  registry: [restPlugin],
  instances: [{ ...at, plugin: 'rest', config: limitedNotes(url) }],
  secrets: () => undefined,
  http: createGuardedHttp({ allowPrivate: true }).forHosts,
  connect: createGuardedConnect({ allowPrivate: true }),
  log,
  clock: { now: Date.now },
  rateSlots: stores.stores.slots,
});

/** One call, made when its slot has come; false when that is after the end. */
const call = async (end: number): Promise<boolean> => {
  const idempotencyKey = randomUUID();
  const input = { call: 'set-note', with: { name: idempotencyKey, text: 'Hello' } };
  let slotAt: number | undefined;
  for (;;) {
    const now = Date.now();
    const outcome = await runtime.perform({ ...at, action: 'set', input, idempotencyKey, now, slotAt });
    if (outcome.kind === 'done') return true;
    const { slotAt: later } = outcome;
    if (later === undefined) throw new Error(JSON.stringify(outcome));
    if (later > end) return false;
    await wait(Math.max(0, later - Date.now()));
    slotAt = later;
  }
};

const work = async (): Promise<number> => {
  const end = Date.now() + Number(seconds) * 1_000;
  let count = 0;
  const lane = async (): Promise<void> => {
    while (await call(end)) count += 1;
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return count;
};

process.on('message', () => void work().then((count) => process.send?.({ count })));
process.on('disconnect', () => process.exit(0));
process.send?.({ ready: true });
