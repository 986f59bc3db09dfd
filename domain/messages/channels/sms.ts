import { normalisePhone } from '../phone.ts';
import { type ChannelType, ownChannel } from './channel-type.ts';

/** Text messages, to the phone number of the person. */
export const sms: ChannelType = {
  ...ownChannel({ channel: 'sms', names: { en: 'text message', es: 'SMS' } }),
  address: 'phone',
  normalise: normalisePhone,
  told: true,
};
