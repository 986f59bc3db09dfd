import { type ChannelType, ownChannel } from './channel-type.ts';

/** Notifications of an app or a browser, by device. */
export const push: ChannelType = {
  ...ownChannel({
    channel: 'push',
    names: { en: 'app notification', es: 'notificación de la aplicación' },
  }),
  devices: true,
};
