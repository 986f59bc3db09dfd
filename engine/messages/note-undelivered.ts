import type { LiveWorkspaces } from '../journeys/live-workspace.ts';
import type { MessageStore } from './ports.ts';
import type { ProfileStore } from '../people/ports.ts';
import type { ResendStore } from './resend-port.ts';
import type { RunStore } from '../runs/ports.ts';
import type { Bookings } from './send/booking.ts';
import { channelsOf } from './send/choose-channel.ts';

/**
 * Makes what follows when a message that was handed over turns out not to be delivered: it takes no room under a
 * frequency cap any more, and if its step has another channel to try, it is to be sent there.
 */
export const createNoteUndelivered = (deps: {
  live: LiveWorkspaces;
  bookings: Bookings;
  messages: MessageStore;
  profiles: ProfileStore;
  resends: ResendStore;
  runs: RunStore;
}) => {
  return async (input: { tenant: string; messageId: string; now: number }): Promise<void> => {
    const { tenant, messageId, now } = input;
    const message = await deps.messages.get({ tenant, id: messageId });
    if (message === undefined || message.status !== 'accepted') return;
    const { profileId, step: id, channel: after } = message;
    await deps.bookings.releaseRow(message);
    const run = await deps.runs.get({ tenant, run: message.run });
    const profile = await deps.profiles.get({ tenant, profileId });
    if (run === undefined || profile === undefined) return;
    const journey = await deps.live.journey({ tenant, journey: run.journey, version: run.version });
    const step = journey.graph.nodes.get(id)?.step;
    if (step?.type !== 'send') return;
    const live = await deps.live.of(tenant);
    if (channelsOf({ profile, live, step, after, now }).length === 0) return;
    await deps.resends.add({ tenant, messageId, run: run.id, step: id, after, at: now, since: now, rev: 0 });
  };
};
