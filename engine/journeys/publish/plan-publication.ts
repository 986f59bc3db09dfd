import { createHash } from 'node:crypto';

import type { Workspace } from '../../../domain/workspace/parse-workspace.ts';
import { textHashes } from './kept-texts.ts';
import type { PublishedWorkspace } from '../ports.ts';

export type Change = {
  readonly what:
    | 'settings'
    | 'catalog'
    | 'journey'
    | 'rule'
    | 'segment'
    | 'offer'
    | 'program'
    | 'object'
    | 'message'
    | 'file';
  readonly key: string;
  readonly change: 'added' | 'changed' | 'removed';
  /** The new version, for journeys. */
  readonly version?: number;
};

/** The fingerprint of anything that is plain JSON; the order of keys does not matter. */
export const fingerprint = (value: unknown): string => {
  const sorted = JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
  return createHash('sha256').update(sorted).digest('base64url');
};

const diff = (input: {
  what: Change['what'];
  before: readonly { readonly key: string }[];
  after: readonly { readonly key: string }[];
}): readonly Change[] => {
  const { what } = input;
  const before = new Map(input.before.map((item) => [item.key, fingerprint(item)]));
  const after = new Map(input.after.map((item) => [item.key, fingerprint(item)]));
  return [
    ...[...after].flatMap(([key, hash]): Change[] => {
      if (!before.has(key)) return [{ what, key, change: 'added' }];
      return before.get(key) === hash ? [] : [{ what, key, change: 'changed' }];
    }),
    ...[...before.keys()].flatMap((key): Change[] =>
      after.has(key) ? [] : [{ what, key, change: 'removed' }],
    ),
  ];
};

const planJourneys = (input: {
  built: Workspace;
  current: PublishedWorkspace | undefined;
  now: number;
  lastVersions: ReadonlyMap<string, number>;
}): { journeys: PublishedWorkspace['journeys']; changes: readonly Change[] } => {
  const { built, current, now } = input;
  const changes: Change[] = [];
  const journeys = built.journeys.map((definition) => {
    const before = current?.journeys.find((journey) => journey.key === definition.key);
    const hash = fingerprint(definition);
    if (before?.hash === hash) return before;
    const version = (before?.version ?? input.lastVersions.get(definition.key) ?? 0) + 1;
    changes.push({
      what: 'journey',
      key: definition.key,
      change: before === undefined ? 'added' : 'changed',
      version,
    });
    return {
      key: definition.key,
      version,
      definition,
      hash,
      publishedAt: now,
      mode: before?.mode ?? ('live' as const),
      ...(before?.frozen === undefined ? {} : { frozen: before.frozen }),
    };
  });
  const kept = new Set(built.journeys.map((journey) => journey.key));
  for (const { key } of current?.journeys ?? []) {
    if (!kept.has(key)) changes.push({ what: 'journey', key, change: 'removed' });
  }
  return { journeys, changes };
};

type Hashes = Readonly<Record<string, string>>;

const filesChanged = (before: Hashes, after: Hashes): readonly Change[] => {
  const rowsOf = (hashes: Hashes) => Object.entries(hashes).map(([key, hash]) => ({ key, hash }));
  return diff({ what: 'file', before: rowsOf(before), after: rowsOf(after) });
};

/**
 * Works out what publishing a workspace changes: a journey that differs gets a new version, and those inside
 * the old one finish on it; everything else takes effect at once. `lastVersions` holds the highest version
 * there ever was of each journey, so that one that comes back does not take an old number.
 */
export const planPublication = (input: {
  built: Workspace;
  current: PublishedWorkspace | undefined;
  lastVersions: ReadonlyMap<string, number>;
  now: number;
}): { readonly workspace: PublishedWorkspace; readonly changes: readonly Change[] } => {
  const { built, current } = input;
  const { journeys, changes } = planJourneys(input);
  const one = (what: 'settings' | 'catalog', value: unknown) => [{ key: what, value }];
  const { hash: _hash, texts: written, ...rest } = built;
  const texts = textHashes(written);
  const workspace: PublishedWorkspace = {
    ...rest,
    tenant: built.settings.tenant,
    revision: (current?.revision ?? 0) + 1,
    journeys,
    texts,
  };
  const meant: readonly Change[] = [
    ...changes,
    ...diff({
      what: 'settings',
      before: current === undefined ? [] : one('settings', current.settings),
      after: one('settings', built.settings),
    }),
    ...diff({
      what: 'catalog',
      before: current === undefined ? [] : one('catalog', current.catalog),
      after: one('catalog', built.catalog),
    }),
    ...diff({ what: 'rule', before: current?.rules ?? [], after: built.rules }),
    ...diff({ what: 'segment', before: current?.segments ?? [], after: built.segments }),
    ...diff({ what: 'offer', before: current?.offers ?? [], after: built.offers }),
    ...diff({ what: 'program', before: current?.programs ?? [], after: built.programs }),
    ...diff({ what: 'object', before: current?.objects ?? [], after: built.objects }),
    ...diff({ what: 'message', before: current?.messages ?? [], after: built.messages }),
  ];
  // Tests and the layout of a file are nothing that runs: they are a change of their own where nothing else is.
  return { workspace, changes: meant.length > 0 ? meant : filesChanged(current?.texts ?? {}, texts) };
};
