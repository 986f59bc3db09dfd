import type { LiveWorkspaces } from '../live/live-workspace.ts';
import type { MessageStore } from '../ports/messages.ts';
import type { ProfileStore } from '../ports/profiles.ts';
import type { ResendStore } from '../ports/resends.ts';
import type { RunStore } from '../ports/runs.ts';
import { channelsOf } from './choose-channel.ts';

/**
 * Makes what follows when a message that was handed over turns out not to be delivered: it takes no room under a
 * frequency cap any more, and if its step has another channel to try, it is to be sent there.
 */
export const createNoteUndelivered = (deps: {
  live: LiveWorkspaces;
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
    await deps.profiles.unpress({ tenant, profileId, id: messageId });
    const run = await deps.runs.get({ tenant, run: message.run });
    const profile = await deps.profiles.get({ tenant, profileId });
    if (run === undefined || profile === undefined) return;
    const journey = await deps.live.journey({ tenant, journey: run.journey, version: run.version });
    const step = journey.graph.nodes.get(id)?.step;
    if (step?.type !== 'send') return;
    const live = await deps.live.of(tenant);
    if (channelsOf({ profile, live, step, after }).length === 0) return;
    await deps.resends.add({ tenant, messageId, run: run.id, step: id, after, at: now, since: now, rev: 0 });
  };
};
