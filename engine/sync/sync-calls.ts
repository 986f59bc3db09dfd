import type { SyncSettings } from '../../domain/sync/sync-settings.ts';
import type { PluginRuntime } from '../../plugins/runtime/runtime.ts';
import type { Lease } from '../messages/send/lease.ts';
import type { Cursor } from '../../plugins/contract/inbound/poll.ts';

type Sync = PluginRuntime['sync'];
type Write = Parameters<Sync['syncWrite']>[0]['ask'];
type Read = Parameters<Sync['syncRead']>[0]['ask'];
/** What is read, without which fields: those are the same for all reads of a sync. */
type Ask =
  | { readonly op: 'read'; readonly ids: readonly string[] }
  | { readonly op: 'find'; readonly field: string; readonly values: readonly string[] };

/** The calls of one sync: its connector, its kind of records and its fields are settled. */
export type SyncCalls = {
  readonly batch: number;
  readonly changed: (cursor: Cursor | undefined) => ReturnType<Sync['syncChanged']>;
  readonly read: (ask: Ask) => ReturnType<Sync['syncRead']>;
  readonly write: (ask: Write) => ReturnType<Sync['syncWrite']>;
};

/**
 * The calls as long as the lease on the sync is held: anyone who lost it, since the process stood still for minutes, writes nothing more, for
 * another process is at it.
 */
export const whileHeldOnly = (calls: SyncCalls, lease: Pick<Lease, 'isHeld'>): SyncCalls => ({
  ...calls,
  write: async (ask) =>
    (await lease.isHeld())
      ? calls.write(ask)
      : {
          kind: 'failed',
          code: 'lease-lost',
          message: 'Another process goes on with this sync.',
          isRefused: false,
        },
});

/** The fields of the other system that a sync asks for. */
export const fieldsOf = ({ fields, consents = [], match }: SyncSettings): readonly string[] => [
  ...new Set([match.theirs, ...fields.map(({ theirs }) => theirs), ...consents.map(({ theirs }) => theirs)]),
];

/** Settles the calls of a sync; undefined when the connector has no such kind of records, or is off. */
export const syncCallsOf = (input: {
  runtime: Pick<PluginRuntime, 'sync'>;
  tenant: string;
  settings: SyncSettings;
  now: () => number;
  systemTime: () => number;
}): SyncCalls | undefined => {
  const { runtime, tenant, settings } = input;
  const { plugin: instance, object } = settings;
  const { sync } = runtime;
  const info = sync
    .syncObjects()
    .find((one) => one.tenant === tenant && one.instance === instance && one.object === object);
  if (info === undefined) return undefined;
  const fields = fieldsOf(settings);
  const place = () => ({ tenant, instance, object, now: input.now(), systemTime: input.systemTime() });
  const withFields = (ask: Ask): Read => ({ ...ask, fields });
  return {
    batch: info.batch,
    changed: (cursor) => sync.syncChanged({ ...place(), cursor, fields }),
    read: (ask) => sync.syncRead({ ...place(), ask: withFields(ask) }),
    write: (ask) => sync.syncWrite({ ...place(), ask }),
  };
};
