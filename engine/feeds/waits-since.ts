import { z } from 'zod';

import type { FeedSettings } from '../../domain/feeds/feed-settings.ts';
import { durationLength } from '../../domain/time/duration.ts';
import type { Clock } from '../clock/clock.ts';
import type { LiveWorkspace } from '../journeys/live-workspace.ts';
import type { SyncPeople } from '../sync/ports.ts';
import { audiencePlaceIn } from './audiences/audience-place.ts';
import type { FeedKinds } from './feed-step.ts';
import type { FeedState } from './feed-state.ts';

const placeSchema = z.object({ at: z.number(), id: z.string(), stage: z.string().optional() });

type Asked = { readonly live: LiveWorkspace; readonly settings: FeedSettings; readonly state: FeedState };

/**
 * Since when the oldest waits of what a feed has yet to go through, of what is old enough to go out; epoch milliseconds on the tenant's clock.
 * Undefined where nothing waits.
 */
export type WaitsSince = (input: Asked) => Promise<number | undefined>;

/** Makes the question since when a feed has something to do. It reads one row. */
export const createWaitsSince = (use: {
  feedKinds: FeedKinds;
  syncPeople: Pick<SyncPeople, 'changed'>;
  clock: Clock;
}): WaitsSince => {
  const ofAudience = async (input: Asked & { before: number }): Promise<number | undefined> => {
    const { live, state, before } = input;
    const place = audiencePlaceIn({ kept: state.place, before, resends: false });
    if (place.stage !== 'changed') return place.since;
    const after = { at: place.at, id: place.id };
    const [next] = await use.syncPeople.changed({ tenant: live.tenant, after, limit: 1 });
    return next?.syncAt !== undefined && next.syncAt < before ? next.syncAt : undefined;
  };

  return async (input) => {
    const { live, settings, state } = input;
    const { tenant } = live;
    const now = use.clock.now(tenant);
    const before = now - (durationLength(settings.after) ?? 0);
    if (settings.rows === 'audience') return ofAudience({ ...input, before });
    const { topics, traits } = live.published.settings;
    const { place: from } = state;
    const asked = { tenant, settings, workspace: { topics, traits }, place: from, before, now, limit: 1 };
    const { rows, leftOut = [], place } = await use.feedKinds[settings.rows].read(asked);
    const [row] = rows;
    if (row !== undefined) return row.at;
    const [old, next] = [placeSchema.safeParse(from).data, placeSchema.safeParse(place).data];
    // What is not to go out is gone through as well; after everybody the place changes without a row.
    const isOver = next?.stage !== undefined && leftOut.length === 0;
    const isSame = next === undefined || (old?.at === next.at && old.id === next.id);
    return isOver || isSame || next.at === 0 ? undefined : next.at;
  };
};
