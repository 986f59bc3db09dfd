import { noticeMail } from './notice-mail.ts';

/** What a person can ask for about their data. */
export type PrivacyAsk = 'data' | 'erasure';

/** True for something a person can ask for. */
export const isPrivacyAsk = (value: unknown): value is PrivacyAsk => value === 'data' || value === 'erasure';

const texts = {
  en: {
    data: {
      subject: (name: string) => `Your data at ${name}`,
      lead: (name: string) => `Somebody, probably you, asked ${name} for the data that is kept about you.`,
      action: 'Show my data',
    },
    erasure: {
      subject: (name: string) => `Please confirm that ${name} erases your data`,
      lead: (name: string) =>
        `Somebody, probably you, asked ${name} to erase everything that is kept about you.`,
      action: 'Go on to the erasure',
    },
    otherwise: 'If it was not you, do nothing. The link works for one day.',
  },
  es: {
    data: {
      subject: (name: string) => `Tus datos en ${name}`,
      lead: (name: string) => `Alguien, probablemente tú, pidió a ${name} los datos que guardamos sobre ti.`,
      action: 'Ver mis datos',
    },
    erasure: {
      subject: (name: string) => `Confirma que ${name} borre tus datos`,
      lead: (name: string) =>
        `Alguien, probablemente tú, pidió a ${name} que borre todo lo que guardamos sobre ti.`,
      action: 'Continuar con el borrado',
    },
    otherwise: 'Si no fuiste tú, no hagas nada. El enlace funciona durante un día.',
  },
} as const;

/** The mail that asks whether a request about one's data is meant. It shows nothing that the person who asked could have written. */
export const privacyMail = (input: {
  locale: 'en' | 'es';
  business: { readonly name: string; readonly postalAddress: string };
  what: PrivacyAsk;
  url: string;
}): { readonly subject: string; readonly html: string; readonly text: string } => {
  const { locale, business, what, url } = input;
  const { otherwise } = texts[locale];
  const { subject, lead, action } = texts[locale][what];
  return noticeMail({
    locale,
    business,
    subject: subject(business.name),
    lead: lead(business.name),
    action,
    url,
    otherwise,
  });
};
