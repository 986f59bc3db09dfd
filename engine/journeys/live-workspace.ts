import type { StepTypes } from '../../domain/journey/steps/step-type.ts';
import { LRUCache } from 'lru-cache';

import { CicloError } from '../../domain/errors.ts';
import type { WorkspaceStore } from './ports.ts';
import { type CompiledJourney, compileJourney } from './compiled-journey.ts';
import { type LiveWorkspace, readyWorkspace } from './ready-workspace.ts';

export type { LiveJourney, LiveWorkspace } from './ready-workspace.ts';

/** The published workspaces, kept ready and renewed when a new revision is published. */
export type LiveWorkspaces = {
  /** The tenants for which something is published; those who ask at about the same time share one read. */
  readonly tenants: () => Promise<readonly string[]>;
  /** Throws `not-found` when nothing was published for the tenant. */
  readonly of: (tenant: string) => Promise<LiveWorkspace>;
  /** The journey version a run is pinned to. */
  readonly journey: (input: { tenant: string; journey: string; version: number }) => Promise<CompiledJourney>;
  /** As it stands now, in the database: what was published or frozen elsewhere before this call is seen. */
  readonly fresh: (tenant: string) => Promise<LiveWorkspace>;
  /** Looks for a new revision now. */
  readonly refresh: (tenant: string) => Promise<void>;
};

type LiveDeps = {
  readonly workspaces: WorkspaceStore;
  readonly systemTime: () => number;
  readonly checkEveryMs: number;
  /** The types of step journeys are made of: those that come with the engine by default. */
  readonly stepTypes?: StepTypes | undefined;
};
type Ready = Map<string, { live: LiveWorkspace; checkedAt: number }>;
type Compile = (version: Parameters<typeof compileJourney>[0], tenant: string) => CompiledJourney;

/** Compiles each version once. */
const createCompile = (stepTypes: StepTypes | undefined): Compile => {
  const versions = new LRUCache<string, CompiledJourney>({ max: 2000 });
  return (version, tenant) => {
    const id = JSON.stringify([tenant, version.key, version.version, version.hash]);
    const known = versions.get(id);
    if (known !== undefined) return known;
    const journey = compileJourney(version, stepTypes);
    versions.set(id, journey);
    return journey;
  };
};

const createLoad = (input: { deps: LiveDeps; ready: Ready; compile: Compile }) => {
  const { deps, ready, compile } = input;
  return async (tenant: string): Promise<LiveWorkspace> => {
    const known = ready.get(tenant);
    const revision = await deps.workspaces.revision(tenant);
    if (known !== undefined && known.live.revision === revision) {
      known.checkedAt = deps.systemTime();
      return known.live;
    }
    const published = await deps.workspaces.load(tenant);
    if (published === undefined) {
      throw new CicloError({ code: 'not-found', message: `Nothing has been published for ${tenant} yet.` });
    }
    const live = readyWorkspace({ published, journeyOf: (version) => compile(version, tenant) });
    ready.set(tenant, { live, checkedAt: deps.systemTime() });
    return live;
  };
};

/** One read says of all tenants which revision is published, so that none of them has to be looked up by itself. */
const createTenants = ({ deps, ready }: { deps: LiveDeps; ready: Ready }): LiveWorkspaces['tenants'] => {
  let last: { readonly at: number; readonly names: readonly string[] } | undefined;
  let reading: Promise<readonly string[]> | undefined;

  const read = async (): Promise<readonly string[]> => {
    const at = deps.systemTime();
    const revisions = await deps.workspaces.revisions();
    for (const [tenant, revision] of revisions) {
      const known = ready.get(tenant);
      if (known === undefined) continue;
      // Another revision than the known one is looked up by anyone who needs the tenant next.
      known.checkedAt = known.live.revision === revision ? Math.max(known.checkedAt, at) : -Infinity;
    }
    last = { at, names: [...revisions.keys()] };
    return last.names;
  };

  return async () => {
    if (last !== undefined && deps.systemTime() - last.at < deps.checkEveryMs) return last.names;
    reading ??= read().finally(() => {
      reading = undefined;
    });
    return reading;
  };
};

/**
 * Keeps the published workspaces ready. The revision is looked up at most every `checkEveryMs` of real time,
 * so a publication takes effect within that time in every process; versions are compiled once.
 */
export const createLiveWorkspaces = (deps: LiveDeps): LiveWorkspaces => {
  const ready: Ready = new Map();
  const loading = new Map<string, Promise<LiveWorkspace>>();
  const compile = createCompile(deps.stepTypes);
  const load = createLoad({ deps, ready, compile });
  // A version never changes, so one that is not the published one is read once.
  const pinned = new LRUCache<string, CompiledJourney>({ max: 500 });

  const loadOnce = (tenant: string): Promise<LiveWorkspace> => {
    const under = loading.get(tenant);
    if (under !== undefined) return under;
    const started = load(tenant).finally(() => loading.delete(tenant));
    loading.set(tenant, started);
    return started;
  };

  /** A look that is under way may have been too early; those who wait for its end share the next one. */
  const loadFresh = async (tenant: string): Promise<LiveWorkspace> => {
    await loading.get(tenant);
    return loadOnce(tenant);
  };

  return {
    tenants: createTenants({ deps, ready }),
    of: async (tenant) => {
      const known = ready.get(tenant);
      if (known !== undefined && deps.systemTime() - known.checkedAt < deps.checkEveryMs) return known.live;
      return loadOnce(tenant);
    },
    fresh: (tenant) => loadFresh(tenant),
    refresh: async (tenant) => {
      await loadFresh(tenant);
    },
    journey: async ({ tenant, journey, version }) => {
      const live = ready.get(tenant)?.live.journeys.get(journey);
      if (live?.version === version) return live;
      const id = JSON.stringify([tenant, journey, version]);
      const known = pinned.get(id);
      if (known !== undefined) return known;
      const found = await deps.workspaces.journeyVersion({ tenant, journey, version });
      if (found === undefined) {
        throw new CicloError({
          code: 'broken-definition',
          message: `Journey ${journey} has no version ${version}.`,
        });
      }
      const compiled = compile(found, tenant);
      pinned.set(id, compiled);
      return compiled;
    },
  };
};
