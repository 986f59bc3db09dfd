import { ownChannel } from './channel-type.ts';

/** Messages in a social network. */
export const social = ownChannel({ channel: 'social', names: { en: 'social media', es: 'redes sociales' } });
