import { type ChannelType, ownChannel } from './channel-type.ts';

/** Messages in Facebook Messenger, to the id that a page has for the person. */
export const messenger: ChannelType = {
  ...ownChannel({ channel: 'messenger', names: { en: 'Messenger', es: 'Messenger' } }),
  // Messenger Platform, "Standard messaging window".
  answerWindowMs: 24 * 3_600_000,
};
