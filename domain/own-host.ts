import ipaddr from 'ipaddr.js';

/** The host of a `Host` header, without its port and in lower case; undefined for what is none. */
const hostnameOf = (header: string): string | undefined => {
  if (!/^[^\s/@?#\\]+$/.test(header)) return undefined;
  const text = `http://${header}`;
  return URL.canParse(text) ? new URL(text).hostname.replace(/\.$/, '') : undefined;
};

/**
 * Whether a request was sent to a host of ours. A page of anybody can have its own name lead to this machine (DNS
 * rebinding) and then speak to us as if we were that page; what it cannot do is send another name. Addresses, `localhost`
 * and names without a dot lead nobody astray; all others have to be known.
 */
export const isOwnHost = (input: { header: string; names: readonly string[] }): boolean => {
  const host = hostnameOf(input.header);
  if (host === undefined || host === '') return false;
  const isAddress = ipaddr.IPv4.isValidFourPartDecimal(host) || host.startsWith('[');
  return isAddress || !host.includes('.') || host.endsWith('.localhost') || input.names.includes(host);
};

/** True for an address or name that only this machine reaches. */
export const isLoopback = (host: string): boolean =>
  host === 'localhost' ||
  host === '::1' ||
  host === '[::1]' ||
  (ipaddr.IPv4.isValidFourPartDecimal(host) && host.startsWith('127.'));
