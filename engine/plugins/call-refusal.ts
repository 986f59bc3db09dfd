import { channelRefusal } from '../../domain/guards/channel-switch.ts';
import type { LiveWorkspace } from '../journeys/live-workspace.ts';

/**
 * Why an action is not called now: it sends on a channel that is switched off; undefined when it may be called. Nobody
 * can know what it sends, so it never counts as transactional.
 */
export const callRefusal = (input: {
  live: LiveWorkspace;
  /** The channel the action sends on, if it does. */
  channel: string | undefined;
  now: number;
}): ReturnType<typeof channelRefusal> => {
  const { live, channel, now } = input;
  if (channel === undefined) return undefined;
  const switched = live.published.channels?.[channel];
  return channelRefusal({ channel, class: 'marketing', switched, now });
};
