/**
 * A phone number as E.164 writes it (`+34600000002`): blanks and punctuation gone, `00` in front read as `+`. A number
 * without its country stays a national one, since nobody can say which country it is from. Undefined for what is no
 * number.
 */
export const normalisePhone = (text: string): string | undefined => {
  const bare = text
    .trim()
    .replace(/^(?:tel|sms):/i, '')
    .replaceAll(/[\s().\-/\u00a0\u2010-\u2015]/g, '')
    .replace(/^00/, '+');
  return /^\+?\d{3,15}$/.test(bare) ? bare : undefined;
};
