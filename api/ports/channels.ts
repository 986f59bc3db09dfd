import type { ChannelSwitch } from '../../domain/guards/channel-switch.ts';

/** A channel, how it stands, and how many runs wait for it (counted up to 10,000). */
export type ChannelView = {
  readonly channel: string;
  /** Absent when nobody ever switched it. */
  readonly switched?: ChannelSwitch;
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

/** The kill switch of channels. */
export type Channels = {
  readonly list: (input: { tenant: string }) => Promise<readonly ChannelView[]>;
  /** Throws `not-found` when nothing of the tenant uses such a channel. */
  readonly set: (input: { tenant: string; channel: string; to: Wish }) => Promise<ChannelView>;
};
