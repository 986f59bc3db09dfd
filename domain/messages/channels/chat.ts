import { ownChannel } from './channel-type.ts';

/** A chat with the shop. */
export const chat = ownChannel({ channel: 'chat', names: { en: 'chat', es: 'chat' } });
