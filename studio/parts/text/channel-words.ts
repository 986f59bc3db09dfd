import { defineWords } from '../../words/words.ts';

const inEnglish: ReadonlyMap<string, string> = new Map([
  ['email', 'E-mail'],
  ['sms', 'Text message'],
  ['push', 'Push'],
  ['whatsapp', 'WhatsApp'],
  ['chat', 'Chat'],
  ['social', 'Social media'],
  ['post', 'Letter'],
]);
const inSpanish: ReadonlyMap<string, string> = new Map([
  ['email', 'Correo'],
  ['sms', 'SMS'],
  ['push', 'Notificación'],
  ['whatsapp', 'WhatsApp'],
  ['chat', 'Chat'],
  ['social', 'Redes sociales'],
  ['post', 'Carta'],
]);

/** What channels are called; one of a plugin of the shop's own is called by its key. */
export const channelWords = defineWords({
  en: { channelOf: (key: string) => inEnglish.get(key) ?? key },
  es: { channelOf: (key: string) => inSpanish.get(key) ?? key },
});
