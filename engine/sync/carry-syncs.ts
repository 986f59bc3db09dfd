import { messageOf } from '../../domain/errors.ts';
import type { Log } from '../events/dispatcher.ts';
import type { LiveWorkspaces } from '../journeys/live-workspace.ts';
import type { SyncStep } from './sync-step.ts';

/** A sync of a tenant, and the connector whose queue it is worked on. */
export type SyncName = { readonly tenant: string; readonly sync: string; readonly instance: string };

/** Keeps syncs going: workflows, or this process itself. A call that is repeated does nothing. */
export type SyncCarrier = {
  /** Sees to it that a sync goes on by itself; true when there is more to do at once. */
  readonly keep: (name: SyncName) => Promise<boolean>;
  /** Lets it look at once. */
  readonly wake: (name: SyncName) => Promise<void>;
};

/** So long a round of looks waits for its steps; a slow provider goes on beside the rounds that follow. */
const roundMs = 30_000;

/** Carries syncs in this process, without Temporal: each look does the step that is due. */
export const createOwnCarrier = (use: { syncStep: SyncStep }): SyncCarrier => ({
  keep: async ({ tenant, sync }) => (await use.syncStep({ tenant, sync })).kind === 'more',
  wake: async () => undefined,
});

/** All syncs that are set up. */
export const syncNames = async (live: LiveWorkspaces): Promise<readonly SyncName[]> => {
  const names: SyncName[] = [];
  for (const tenant of await live.tenants()) {
    const { published } = await live.of(tenant);
    for (const [sync, { plugin }] of Object.entries(published.settings.syncs ?? {}))
      names.push({ tenant, sync, instance: plugin });
  }
  return names;
};

const keyOf = ({ tenant, sync }: SyncName): string => JSON.stringify([tenant, sync]);

/** So long a look waits for all of its steps; then the syncs that have more to do go on without the others. */
const patienceMs = 2_000;

/**
 * Makes one look at syncs: each that is not under way makes a step; true when some have more to do at once. One that is slow, or whose provider
 * hangs, delays no other: it is left at its step, and the looks that follow do not wait for it.
 */
export const createCarry = (use: {
  names: () => Promise<readonly SyncName[]>;
  syncCarrier: Pick<SyncCarrier, 'keep'>;
  log: Log;
  patienceMs?: number;
}): (() => Promise<boolean>) => {
  const underWay = new Set<string>();
  const carry = async (name: SyncName): Promise<boolean> => {
    underWay.add(keyOf(name));
    try {
      return await use.syncCarrier.keep(name);
    } catch (thrown) {
      const { tenant, sync } = name;
      use.log.warn({ tenant, sync, error: messageOf(thrown) }, 'A sync could not be kept going.');
      return false;
    } finally {
      underWay.delete(keyOf(name));
    }
  };
  return async () => {
    const free = (await use.names()).filter((name) => !underWay.has(keyOf(name)));
    const ended: boolean[] = [];
    const timers: NodeJS.Timeout[] = [];
    await new Promise<void>((resolve) => {
      let isPatient = true;
      const look = (): void => {
        if (ended.length === free.length || (!isPatient && ended.includes(true))) resolve();
      };
      const carried = async (name: SyncName): Promise<void> => {
        ended.push(await carry(name));
        look();
      };
      for (const name of free) void carried(name);
      timers.push(
        setTimeout(() => {
          isPatient = false;
          look();
        }, use.patienceMs ?? patienceMs),
        setTimeout(resolve, roundMs),
      );
      look();
    });
    for (const timer of timers) clearTimeout(timer);
    return ended.includes(true);
  };
};

/** Makes the look at all syncs that are set up. */
export const createCarrySyncs = (use: {
  live: LiveWorkspaces;
  syncCarrier: SyncCarrier;
  log: Log;
}): (() => Promise<boolean>) => {
  const { live, syncCarrier, log } = use;
  return createCarry({ names: () => syncNames(live), syncCarrier, log });
};
