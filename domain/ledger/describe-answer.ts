import { channelType } from '../messages/channels.ts';
import type { LedgerLocale } from './reasons.ts';

const titleMax = 100;

const stands = {
  en: new Map([
    ['sending', 'on its way'],
    ['retrying', 'tried again'],
    ['refused', 'not sent'],
    ['bounced', 'bounced'],
  ]),
  es: new Map([
    ['sending', 'en camino'],
    ['retrying', 'se intenta de nuevo'],
    ['refused', 'no se envió'],
    ['bounced', 'rebotó'],
  ]),
} as const;

/** A message of the team as one line: its channel and subject, and how it stands where it did not go out. */
export const describeAnswer = (input: {
  message: { readonly channel: string; readonly subject: string; readonly status?: string };
  locale?: LedgerLocale | undefined;
}): string => {
  const { message, locale = 'en' } = input;
  const { channel, subject, status } = message;
  const name = channelType(channel).names[locale];
  const title = subject.slice(0, titleMax);
  const stand = stands[locale].get(status ?? '');
  const about = title === '' ? '' : locale === 'es' ? `: «${title}»` : `: “${title}”`;
  const said = locale === 'es' ? `El equipo escribió por ${name}` : `The team wrote by ${name}`;
  return `${said}${about}${stand === undefined ? '' : ` (${stand})`}.`;
};
