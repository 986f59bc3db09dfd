import { reachOf, type StoredEvent } from '../../domain/events/event.ts';
import { ownNames } from '../../domain/events/own-names.ts';
import type { Profile } from '../../domain/profiles/profile.ts';
import type { Clock } from '../clock.ts';
import type { LiveWorkspace, LiveWorkspaces } from '../live/live-workspace.ts';
import type { EventRow, EventStore, Follow } from '../ports/events.ts';
import type { ProfileRow } from '../ports/profiles.ts';
import type { Applied } from './apply-to-profile.ts';

type At = { row: EventRow; live: LiveWorkspace; profile: Profile; now: number };

export type DispatchDeps = {
  readonly clock: Clock;
  readonly live: LiveWorkspaces;
  readonly events: EventStore;
  readonly resolveProfile: (event: StoredEvent) => Promise<ProfileRow>;
  readonly apply: (input: {
    row: EventRow;
    person: ProfileRow;
    live: LiveWorkspace;
    now: number;
  }) => Promise<Applied>;
  readonly noteMetrics: (input: { row: EventRow; profileId: string }) => Promise<void>;
  readonly noteFeedback: (input: { row: EventRow; profile: Profile; now: number }) => Promise<void>;
  readonly wakeRuns: (input: At & { changed: readonly string[] }) => Promise<void>;
  readonly followRules: (input: At & { keys: readonly string[] }) => Promise<void>;
  readonly enterByRequest: (input: At) => Promise<unknown>;
  readonly enterByEvent: (input: At & { follow: Follow }) => Promise<void>;
  readonly trackOrders: (input: At) => Promise<void>;
  readonly privacy: (input: At) => Promise<'erased' | 'kept'>;
};

/** Names of the traits this event tells of as changed. */
const changedBy = ({ row, follow }: { row: EventRow; follow: Follow }): readonly string[] => {
  const { attribute } = row.properties;
  const isTold = row.name === ownNames.attribute && row.source === 'ciclo' && typeof attribute === 'string';
  const told = isTold ? attribute.replace(/^\$\.traits\.([\w-]+).*$/, '$1') : undefined;
  return [...follow.changed.map((one) => one.name), ...(told === undefined ? [] : [told])];
};

/**
 * Makes the way of one stored event: whom is it about, what does it change, whom does it wake, what does it
 * start. Every part may be repeated without harm, so after a crash the whole is simply done again.
 */
export const createDispatchEvent = (deps: DispatchDeps) => {
  return async (row: EventRow): Promise<void> => {
    const { tenant, messageId } = row;
    const now = deps.clock.now(tenant);
    const live = await deps.live.of(tenant);
    const person = await deps.resolveProfile(row);
    const { profile, follow } = await deps.apply({ row, person, live, now });
    const at = { row, live, profile, now };
    // What is only recorded still counts where effects are measured.
    if (reachOf(row) !== 'quarantined') await deps.noteMetrics({ row, profileId: profile.id });
    if (reachOf(row) !== 'fires') {
      await deps.events.finish({ tenant, messageId, state: 'recorded' });
      return;
    }
    await deps.noteFeedback(at);
    await deps.wakeRuns({ ...at, changed: changedBy({ row, follow }) });
    await deps.trackOrders(at);
    await deps.followRules({ ...at, keys: follow.rules });
    await deps.enterByRequest(at);
    await deps.enterByEvent({ ...at, follow });
    if ((await deps.privacy(at)) === 'erased') return;
    await deps.events.finish({ tenant, messageId, state: 'done' });
  };
};
