import { normaliseEmail } from '../mail-address.ts';
import type { ChannelType } from './channel-type.ts';

/** Mail. */
export const email: ChannelType = {
  channel: 'email',
  address: 'email',
  normalise: normaliseEmail,
  told: true,
  body: 'mjml',
  // It goes again under the same Message-ID.
  repeatable: true,
  names: { en: 'e-mail', es: 'correo electrónico' },
};
