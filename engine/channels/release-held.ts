import type { WorkflowStarter } from '../entries/enter-journey.ts';
import type { LiveWorkspaces } from '../journeys/live-workspace.ts';
import type { HeldStore } from './ports.ts';
import type { RateSlotStore } from '../messages/ports.ts';

type Deps = {
  readonly live: LiveWorkspaces;
  readonly held: HeldStore;
  readonly slots: RateSlotStore;
  readonly workflowStarter: Pick<WorkflowStarter, 'wake'>;
  readonly systemTime: () => number;
  readonly pause: (ms: number) => Promise<void>;
};

/** Woken by this, a run that waits for a channel goes through the gate again. */
export const channelOn = 'h:on';

/**
 * Makes the release of those who were held while a channel was off: so many a second, in all processes together.
 * Who is held is an index, from which a run goes when it moves; so nothing is lost in a crash, and nothing has to be
 * remembered but where this process was. Answers whether there may be more.
 */
export const createReleaseHeld = (deps: Deps) => {
  const places = new Map<string, string>();

  const release = async (input: { tenant: string; channel: string; rate: number }): Promise<boolean> => {
    const { tenant, channel, rate } = input;
    const place = `${tenant}:${channel}`;
    if ((await deps.held.count({ tenant, channel, limit: 1 })) === 0) return false;
    const systemTime = deps.systemTime();
    const slot = await deps.slots.reserve({ key: `${place}:release`, rate: 1, perMs: 1000, now: systemTime });
    if (slot > systemTime) await deps.pause(slot - systemTime);
    const runs = await deps.held.page({ tenant, channel, after: places.get(place), limit: rate });
    await Promise.all(runs.map((run) => deps.workflowStarter.wake({ run, id: channelOn })));
    const last = runs.at(-1);
    // From the start again: for those who came meanwhile, and those who were held once more.
    if (last === undefined || runs.length < rate) places.delete(place);
    else places.set(place, last.id);
    return runs.length === rate;
  };

  return async (tenant: string): Promise<boolean> => {
    const { channels = {} } = (await deps.live.of(tenant)).published;
    let hasMore = false;
    for (const [channel, switched] of Object.entries(channels)) {
      if (switched.state === 'off') continue;
      hasMore = (await release({ tenant, channel, rate: switched.rate })) || hasMore;
    }
    return hasMore;
  };
};
