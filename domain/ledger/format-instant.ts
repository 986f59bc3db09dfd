import { readInstant } from '../time/instant.ts';
import type { LedgerLocale } from './reasons.ts';

const formatter = (input: { locale: LedgerLocale; zone: string }): Intl.DateTimeFormat =>
  new Intl.DateTimeFormat(input.locale === 'en' ? 'en-GB' : 'es', {
    dateStyle: 'medium',
    timeStyle: 'short',
    timeZone: input.zone,
  });

/** An instant (ISO or milliseconds) as people read it, in UTC when the zone is none; empty for anything else. */
export const formatInstant = (input: { value: unknown; locale: LedgerLocale; zone: string }): string => {
  const { value, locale, zone } = input;
  const at = readInstant({ value, zone: 'UTC' });
  if (at === undefined) return '';
  if (zone === 'UTC') return `${formatter({ locale, zone }).format(at)} UTC`;
  try {
    return `${formatter({ locale, zone }).format(at)} (${zone})`;
  } catch {
    return formatInstant({ value, locale, zone: 'UTC' });
  }
};
