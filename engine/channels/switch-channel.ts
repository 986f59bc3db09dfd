import { CicloError } from '../../domain/errors.ts';
import type { ChannelSwitch } from '../../domain/guards/channel-switch.ts';
import type { Clock } from '../clock/clock.ts';
import type { Log } from '../events/dispatcher.ts';
import type { LiveWorkspace, LiveWorkspaces } from '../journeys/live-workspace.ts';
import type { Plugins } from '../plugins/plugins.ts';
import type { HeldStore } from './ports.ts';
import type { WorkspaceStore } from '../journeys/ports.ts';

/** A channel, how it stands, and how many runs wait for it. */
export type ChannelView = {
  readonly channel: string;
  /** Absent when nobody ever switched it. */
  readonly switched?: ChannelSwitch;
  /** Counted up to 10,000. */
  readonly held: number;
};

type Wish =
  | {
      readonly state: 'off';
      readonly sends: 'hold' | 'skip';
      readonly exceptTransactional: boolean;
      readonly reason?: string;
    }
  | { readonly state: 'on'; readonly rate: number };

export type Channels = {
  readonly list: (input: { tenant: string }) => Promise<readonly ChannelView[]>;
  /** Throws `not-found` when nothing of the tenant uses such a channel. */
  readonly set: (input: { tenant: string; channel: string; to: Wish }) => Promise<ChannelView>;
};

const heldMax = 10_000;

/** Makes the kill switch of channels. It stands with what is published, which every process looks at each second. */
export const createChannels = (deps: {
  workspaces: Pick<WorkspaceStore, 'setChannel'>;
  live: LiveWorkspaces;
  plugins: Pick<Plugins, 'channels' | 'postsOn'>;
  held: HeldStore;
  clock: Clock;
  log: Log;
}): Channels => {
  const known = (live: LiveWorkspace): readonly string[] => [
    ...new Set([
      ...deps.plugins.channels(live),
      // What is posted goes to everybody: nobody is reached on this channel.
      ...(deps.plugins.postsOn(live).length === 0 ? [] : ['social']),
      ...[...live.messages.values()].map(({ compiled }) => compiled.channel),
      ...Object.keys(live.published.channels ?? {}),
    ]),
  ];
  const viewOf = async (input: { live: LiveWorkspace; channel: string }): Promise<ChannelView> => {
    const { live, channel } = input;
    const switched = live.published.channels?.[channel];
    const held = await deps.held.count({ tenant: live.tenant, channel, limit: heldMax });
    return { channel, held, ...(switched === undefined ? {} : { switched }) };
  };
  return {
    list: async ({ tenant }) => {
      const live = await deps.live.of(tenant);
      return Promise.all(
        known(live)
          .toSorted()
          .map((channel) => viewOf({ live, channel })),
      );
    },
    set: async ({ tenant, channel, to }) => {
      const channels = known(await deps.live.of(tenant));
      if (!channels.includes(channel)) {
        const all = channels.length === 0 ? 'There are none.' : `There are: ${channels.join(', ')}.`;
        throw new CicloError({ code: 'not-found', message: `There is no channel ${channel}. ${all}` });
      }
      const switched: ChannelSwitch = { ...to, since: deps.clock.now(tenant) };
      await deps.workspaces.setChannel({ tenant, channel, switched });
      deps.log.warn({ tenant, channel, ...switched }, `The channel was switched ${to.state}.`);
      await deps.live.refresh(tenant);
      return viewOf({ live: await deps.live.of(tenant), channel });
    },
  };
};
