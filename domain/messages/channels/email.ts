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
  // Mails have a link and a header for it; what somebody writes is for the team.
  optOutWords: false,
  names: { en: 'e-mail', es: 'correo electrónico' },
};
