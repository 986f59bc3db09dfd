/** Domains of mailboxes by who runs them: the providers whose rules for senders differ. */
const providers: readonly (readonly [string, RegExp])[] = [
  ['Gmail', /^(?:gmail|googlemail)\.com$/],
  ['Yahoo', /^(?:yahoo\.(?:com|[a-z]{2}|co\.[a-z]{2}|com\.[a-z]{2})|ymail\.com|rocketmail\.com|aol\.com)$/],
  ['Microsoft', /^(?:outlook|hotmail|live|msn)\.(?:com|[a-z]{2}|co\.[a-z]{2})$/],
  ['Apple', /^(?:icloud|me|mac)\.com$/],
];

/**
 * Who runs the mailbox of a person, by the identity that is a mail address; undefined without one. A domain of their own is
 * `other`: it would name them.
 */
export const mailboxProvider = (ids: readonly string[]): string | undefined => {
  const mail = ids.find((id) => id.startsWith('email:'));
  if (mail === undefined) return undefined;
  const domain = mail.slice(mail.lastIndexOf('@') + 1).toLowerCase();
  return providers.find(([, pattern]) => pattern.test(domain))?.[0] ?? 'other';
};
