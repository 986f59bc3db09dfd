import { afterEach, beforeEach, expect } from 'vitest';
import type { JsonObject } from '../../../domain/json.ts';
import type { Cursor } from '../../contract/inbound/poll.ts';
import type { ReadRow } from '../../runtime/sync.ts';
import { testNow, testToken } from '../harness.ts';
import { askSync } from '../one-sync.ts';
import type { Subject } from '../subject.ts';
import type { RunningSyncProvider, SyncSubject } from './sync-subject.ts';

/** What the checks of one kind of records are given. */
export type GivenSync = { readonly subject: Subject; readonly object: string; readonly sync: SyncSubject };

/** Fetches pages until there is no more; a provider that never ends fails the check. */
const createWalk =
  (page: (cursor: Cursor | undefined) => ReturnType<ReturnType<typeof askSync>['changed']>) =>
  async (from?: Cursor) => {
    const rows: ReadRow[] = [];
    let cursor = from;
    for (let pages = 0; ; pages += 1) {
      expect(pages, 'pages without end').toBeLessThan(60);
      const found = await page(cursor);
      if (found.kind !== 'done') throw new Error(JSON.stringify(found));
      rows.push(...found.rows);
      ({ cursor } = found);
      if (found.more !== true) return { rows, cursor };
    }
  };

/** A provider for each check, the calls of a sync at it, and after each a search for secrets in all that was said. */
export const createSyncStage = ({ subject, object, sync }: GivenSync) => {
  let provider: RunningSyncProvider | undefined;
  let passed = 0;
  const said: string[] = [];
  const running = (): RunningSyncProvider => {
    if (provider === undefined) throw new Error('The stage is not set.');
    return provider;
  };

  beforeEach(async () => {
    passed = 0;
    provider = await sync.start();
  });
  afterEach(async () => {
    await provider?.close();
    const everything = said.splice(0).join('\n');
    for (const secret of [...Object.values(subject.secrets), testToken])
      expect(everything.includes(secret), 'a secret in something the plugin said').toBe(false);
  });

  const fields = [sync.key, sync.text];
  const ask = askSync({
    plugin: subject.plugin,
    secrets: subject.secrets,
    config: () => subject.config(running().url),
    object,
    now: () => testNow + passed,
    onLog: (line) => said.push(line),
  });
  const kept = async <Answer>(call: Promise<Answer>): Promise<Answer> => {
    const answer = await call;
    said.push(JSON.stringify(answer));
    return answer;
  };
  const page = (cursor: Cursor | undefined) => kept(ask.changed(cursor, fields));
  return {
    provider: running,
    now: () => testNow + passed,
    page,
    walk: createWalk(page),
    read: (ids: readonly string[]) => kept(ask.read({ op: 'read', ids, fields })),
    find: (values: readonly string[]) => kept(ask.read({ op: 'find', field: sync.key, values, fields })),
    create: (rows: readonly JsonObject[]) =>
      kept(ask.write({ op: 'create', rows: rows.map((row) => ({ fields: { ...sync.needs, ...row } })) })),
    update: (rows: readonly { id: string; fields: JsonObject }[]) => kept(ask.write({ op: 'update', rows })),
    remove: (ids: readonly string[]) => kept(ask.write({ op: 'remove', ids })),
    /** A record with a key of its own, and a text. */
    row: (name: string, text: string): JsonObject => ({
      [sync.key]: `${name}@example.com`,
      [sync.text]: text,
    }),
    pass: (ms: number): void => {
      passed += ms;
      running().pass(ms);
    },
  };
};

export type SyncStage = ReturnType<typeof createSyncStage>;
