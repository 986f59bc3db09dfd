import { isWebUrl } from './links.ts';

/** The host of a web address, in lower case and ASCII; undefined for what is none. */
export const hostOf = (url: string): string | undefined =>
  isWebUrl(url) ? new URL(url).hostname.replace(/\.$/, '') : undefined;

/**
 * The hosts that links made of data may lead to: the shop's own with everything below it, and what `linkHosts` names
 * (`pay.example`, or `*.pay.example` with everything below it).
 */
export const linkHostsOf = (settings: {
  readonly url: string;
  readonly linkHosts?: readonly string[] | undefined;
}): readonly string[] => {
  const own = hostOf(settings.url)?.replace(/^www\./, '');
  const all = settings.linkHosts ?? [];
  return [...(own === undefined ? [] : [own, `*.${own}`]), ...all.map((host) => host.toLowerCase())];
};

/** Whether a web address leads to one of the hosts. */
export const leadsTo = (input: { url: string; hosts: readonly string[] }): boolean => {
  const host = hostOf(input.url);
  if (host === undefined) return false;
  return input.hosts.some((one) => (one.startsWith('*.') ? host.endsWith(one.slice(1)) : host === one));
};
