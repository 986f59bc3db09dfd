import type { EffectResult } from '../journey/effects.ts';

/** How a channel stands that was switched at least once. Instants are of the tenant's clock. */
export type ChannelSwitch =
  | {
      readonly state: 'off';
      readonly since: number;
      /** What becomes of sends: they wait until it is on again, or are left out. */
      readonly sends: 'hold' | 'skip';
      /** Transactional messages go out all the same. */
      readonly exceptTransactional: boolean;
      readonly reason?: string;
    }
  | {
      readonly state: 'on';
      readonly since: number;
      /** So many of those that were held go on in a second. */
      readonly rate: number;
    };

/** Held people look again after so long by themselves, should nobody have told them that the channel is on. */
const lookAgainMs = 24 * 3_600_000;

/** Why a message does not go out on a channel that is switched off; undefined when it may. */
export const channelRefusal = (input: {
  channel: string;
  class: 'marketing' | 'transactional';
  switched: ChannelSwitch | undefined;
  now: number;
}): Extract<EffectResult, { kind: 'skipped' | 'deferred' }> | undefined => {
  const { channel, switched, now } = input;
  if (switched?.state !== 'off') return undefined;
  if (input.class === 'transactional' && switched.exceptTransactional) return undefined;
  const detail = { channel, ...(switched.reason === undefined ? {} : { said: switched.reason }) };
  const reason = 'channel-off';
  return switched.sends === 'skip'
    ? { kind: 'skipped', reason, detail }
    : { kind: 'deferred', reason, until: now + lookAgainMs, held: channel, detail };
};
