import { normalisePhone } from '../phone.ts';
import { type ChannelType, ownChannel } from './channel-type.ts';

/** Messages in WhatsApp, to the phone number of the person. */
export const whatsapp: ChannelType = {
  ...ownChannel({ channel: 'whatsapp', names: { en: 'WhatsApp', es: 'WhatsApp' } }),
  address: 'phone',
  normalise: normalisePhone,
  told: true,
  // WhatsApp Business Platform, "Customer service windows".
  answerWindowMs: 24 * 3_600_000,
};
