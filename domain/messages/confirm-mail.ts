import { encodeAttribute } from './templates/link-helpers.ts';

const texts = {
  en: {
    subject: (name: string) => `Please confirm that you want mail from ${name}`,
    lead: (name: string, what: string) =>
      `Somebody, probably you, asked ${name} to send “${what}” to this address.`,
    action: 'Yes, I want it',
    otherwise: 'If it was not you, do nothing: you will get nothing more.',
  },
  es: {
    subject: (name: string) => `Confirma que quieres recibir correos de ${name}`,
    lead: (name: string, what: string) =>
      `Alguien, probablemente tú, pidió a ${name} que envíe «${what}» a esta dirección.`,
    action: 'Sí, quiero recibirlo',
    otherwise: 'Si no fuiste tú, no hagas nada: no recibirás nada más.',
  },
} as const;

/**
 * The mail that asks for a confirmed opt-in where the workspace has no message `confirm-subscription`. It shows nothing
 * that anyone who asked could have written.
 */
export const confirmMail = (input: {
  locale: 'en' | 'es';
  business: { readonly name: string; readonly postalAddress: string };
  /** What the topic is called. */
  topic: string;
  url: string;
}): { readonly subject: string; readonly html: string; readonly text: string } => {
  const { locale, business, topic, url } = input;
  const { subject, lead, action, otherwise } = texts[locale];
  const said = lead(business.name, topic);
  const footer = `${business.name}, ${business.postalAddress}`;
  const paragraph = (text: string): string => `<p>${encodeAttribute(text)}</p>`;
  return {
    subject: subject(business.name),
    text: `${said}\n\n${action}: ${url}\n\n${otherwise}\n\n${footer}\n`,
    html: [
      `<!DOCTYPE html><html lang="${locale}"><body style="font-family:sans-serif">`,
      paragraph(said),
      `<p><a href="${encodeAttribute(url)}">${encodeAttribute(action)}</a></p>`,
      paragraph(otherwise),
      paragraph(footer),
      '</body></html>',
    ].join('\n'),
  };
};
