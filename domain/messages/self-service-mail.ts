import { noticeMail } from './notice-mail.ts';

const texts = {
  en: {
    subject: (name: string) => `Your link to your pages at ${name}`,
    lead: (name: string) => `Somebody, probably you, asked ${name} to open your data, orders and messages.`,
    action: 'Open my pages',
    otherwise:
      'If it was not you, do nothing. The link works once, within an hour. Do not forward it: anyone who has it sees what is yours.',
  },
  es: {
    subject: (name: string) => `Tu enlace a tus páginas de ${name}`,
    lead: (name: string) => `Alguien, probablemente tú, pidió a ${name} abrir tus datos, pedidos y mensajes.`,
    action: 'Abrir mis páginas',
    otherwise:
      'Si no fuiste tú, no hagas nada. El enlace funciona una sola vez, durante una hora. No lo reenvíes: quien lo tenga verá lo tuyo.',
  },
} as const;

/** How long the link of the mail opens the pages, once, and how long they stay open then. */
export const selfServiceTimes = { entrySeconds: 3_600, sessionSeconds: 1_800 } as const;

/** The mail that opens the self-service pages of a person. It shows nothing that the person who asked could have written. */
export const selfServiceMail = (input: {
  locale: 'en' | 'es';
  business: { readonly name: string; readonly postalAddress: string };
  url: string;
}): { readonly subject: string; readonly html: string; readonly text: string } => {
  const { locale, business, url } = input;
  const { subject, lead, action, otherwise } = texts[locale];
  const { name } = business;
  return noticeMail({ locale, business, subject: subject(name), lead: lead(name), action, url, otherwise });
};
