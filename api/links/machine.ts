import { BlockList, isIP } from 'node:net';
import { LRUCache } from 'lru-cache';

/**
 * Addresses from which Apple Mail fetches every picture of every mail, read or not (Apple's own network;
 * `Mozilla/5.0` and nothing else is how that fetch names itself).
 */
const createAppleList = (): BlockList => {
  const list = new BlockList();
  list.addSubnet('17.0.0.0', 8, 'ipv4');
  list.addSubnet('2620:149::', 32, 'ipv6');
  list.addSubnet('2a01:b740::', 32, 'ipv6');
  list.addSubnet('2403:300::', 32, 'ipv6');
  return list;
};

const apple = createAppleList();

const isApple = (address: string): boolean => {
  const version = isIP(address);
  return version !== 0 && apple.check(address, version === 4 ? 'ipv4' : 'ipv6');
};

/** Security gateways, link checkers, previewers and tools. Mail programs' picture proxies are not among them. */
const machineNames =
  /bot\b|crawl|spider|scan|preview|slurp|imgproxy|facebookexternalhit|whatsapp|embedly|barracuda|mimecast|proofpoint|symantec|messagelabs|forcepoint|trendmicro|ironport|fireeye|sophos|safelinks|bitdefender|zscaler|urldefense|cloudmark|virustotal|python|curl|wget|libwww|httpclient|okhttp|java\/|go-http|node-fetch|undici|axios|headless|phantomjs/i;

const prefetchHeaders = ['purpose', 'sec-purpose', 'x-purpose', 'x-moz'] as const;

/** What is known of who asks. */
export type Visitor = {
  readonly method: string;
  readonly userAgent: string | undefined;
  readonly address: string | undefined;
  readonly header: (name: string) => string | undefined;
};

const isPrefetch = (visitor: Visitor): boolean =>
  prefetchHeaders.some((name) => /prefetch|preview|prerender/i.test(visitor.header(name) ?? ''));

/** True when no person is behind the request, as far as it can be told from the request alone. */
export const isMachine = (visitor: Visitor): boolean => {
  const agent = visitor.userAgent?.trim() ?? '';
  if (visitor.method === 'HEAD' || agent === '' || agent === 'Mozilla/5.0') return true;
  if (machineNames.test(agent) || isPrefetch(visitor)) return true;
  return visitor.address !== undefined && isApple(visitor.address);
};

const burstMs = 2000;
const burstLinks = 3;

/**
 * Notices who follows many links of one mail at once: nobody reads that fast, a scanner does. The first two
 * clicks of such a burst have gone through as a person's by then; that cannot be known earlier.
 */
export const createBurstWatch = (deps: { systemTime: () => number }) => {
  const seen = new LRUCache<string, { readonly from: number; readonly links: Set<number> }>({ max: 20_000 });
  return (click: { messageId: string; index: number }): boolean => {
    const now = deps.systemTime();
    const last = seen.get(click.messageId);
    const burst =
      last === undefined || now - last.from > burstMs ? { from: now, links: new Set<number>() } : last;
    burst.links.add(click.index);
    seen.set(click.messageId, burst);
    return burst.links.size >= burstLinks;
  };
};
