import { randomBytes, randomUUID } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { keyPrefixes } from '../../domain/keys/key.ts';
import type { FindKey, KeyRow, Keys, KeyStore } from '../ports/keys.ts';
import { hashKey } from './key-text.ts';

/** A key that is revoked in another process opens nothing there after this long. */
const rememberedMs = 5_000;
const rememberedMax = 10_000;
const useNotedMs = 60_000;
const listMax = 500;
const keyBytes = 32;

type Found = { readonly row: KeyRow | undefined; readonly at: number };

/** A key and its text, of 256 random bits. */
const newKey = (asked: Parameters<Keys['create']>[0], createdAt: number): { row: KeyRow; text: string } => {
  const text = `${keyPrefixes[asked.kind]}${randomBytes(keyBytes).toString('base64url')}`;
  const id = `key_${randomUUID().replaceAll('-', '').slice(0, 16)}`;
  return { row: { ...asked, id, sha256: hashKey(text), createdAt }, text };
};

/** Makes what notes the use of a key, at most once a minute. */
const createNoteUse = (deps: { store: Pick<KeyStore, 'noteUse'>; systemTime: () => number }) => {
  const { store, systemTime } = deps;
  const noted = new LRUCache<string, number>({ max: rememberedMax });
  return async (row: KeyRow): Promise<void> => {
    const at = systemTime();
    const before = noted.get(row.sha256) ?? row.lastUsedAt ?? 0;
    if (at - before < useNotedMs) return;
    noted.set(row.sha256, at);
    try {
      await store.noteUse({ sha256: row.sha256, at });
    } catch {
      // No call fails by it; the next one notes it.
      noted.delete(row.sha256);
    }
  };
};

/**
 * Makes the keys of all tenants: those of the settings, and those in the store. What was found is remembered for
 * some seconds, so that the database is not asked on every call.
 */
export const createKeys = (deps: {
  /** Finds the keys of the settings. */
  settings: FindKey;
  store: KeyStore;
  /** Real time, epoch milliseconds. */
  systemTime: () => number;
}): Keys => {
  const { settings, store, systemTime } = deps;
  const remembered = new LRUCache<string, Found>({ max: rememberedMax });

  const rowOf = async (sha256: string): Promise<KeyRow | undefined> => {
    const known = remembered.get(sha256);
    if (known !== undefined && systemTime() - known.at < rememberedMs) return known.row;
    const row = await store.find(sha256);
    remembered.set(sha256, { row, at: systemTime() });
    return row;
  };

  const noteUse = createNoteUse({ store, systemTime });

  const add: Keys['create'] = async (input) => {
    const made = newKey(input, systemTime());
    await store.add(made.row);
    remembered.delete(made.row.sha256);
    return made;
  };

  return {
    find: async (sha256) => {
      const fixed = await settings(sha256);
      if (fixed !== undefined) return fixed;
      const row = await rowOf(sha256);
      if (row === undefined || row.revokedAt !== undefined) return undefined;
      if (row.expiresAt !== undefined && row.expiresAt <= systemTime()) return undefined;
      await noteUse(row);
      return row;
    },
    create: add,
    list: ({ tenant }) => store.list({ tenant, limit: listMax }),
    revoke: async ({ tenant, id }) => {
      const row = await store.revoke({ tenant, id, at: systemTime() });
      if (row !== undefined) remembered.delete(row.sha256);
      return row;
    },
    rotate: async ({ row, overlapMs }) => {
      const { tenant, id, name, kind, scopes, createdAt, expiresAt } = row;
      const at = systemTime();
      // As long as the former was made for.
      const ends = expiresAt === undefined ? {} : { expiresAt: at + expiresAt - createdAt };
      const made = await add({ tenant, name, kind, scopes, ...ends });
      const replaced = await store.replace({ tenant, id, by: made.row.id, at, endsAt: at + overlapMs });
      remembered.delete(row.sha256);
      if (replaced) return { kind: 'done', ...made };
      await store.revoke({ tenant, id: made.row.id, at });
      remembered.delete(made.row.sha256);
      return { kind: 'over' };
    },
  };
};
