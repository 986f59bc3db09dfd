import ipaddr from 'ipaddr.js';

/** Ranges of a private network; everything else that is not public is refused even where these are allowed. */
const privateRanges: ReadonlySet<string> = new Set(['loopback', 'private', 'uniqueLocal', 'carrierGradeNat']);

/** NAT64 prefixes of a network's own (RFC 8215): where in them the IPv4 address is, only that network knows. */
const localNat64 = ipaddr.IPv6.parseCIDR('64:ff9b:1::/48');

/** Addresses of cloud metadata services that lie in a private range. */
const metadata: ReadonlySet<string> = new Set(['fd00:ec2::254', '100.100.100.200']);

/** The IPv4 address that an IPv6 address carries, for the forms in which a network may route it to that one. */
const embedded = (address: ipaddr.IPv6): ipaddr.IPv4 | undefined => {
  const range = address.range();
  const bytes = address.toByteArray();
  const compatible = bytes.slice(0, 12).every((byte) => byte === 0) && address.toString() !== '::1';
  if (range === 'ipv4Mapped' || range === 'rfc6145' || range === 'rfc6052' || compatible) {
    return new ipaddr.IPv4(bytes.slice(12));
  }
  // ISATAP: the last half of the address is made of an IPv4 one.
  const isIsatap = [0, 2].includes(bytes[8] ?? -1) && bytes.slice(9, 12).join() === '0,94,254';
  if (isIsatap) return new ipaddr.IPv4(bytes.slice(12));
  return range === '6to4' ? new ipaddr.IPv4(bytes.slice(2, 6)) : undefined;
};

/**
 * Whether an address is one that the internet routes. `private` is the machine's own network and may be allowed
 * on purpose; `never` (metadata services, multicast, reserved, not an address) may not.
 */
export const addressKind = (text: string): 'public' | 'private' | 'never' => {
  if (!ipaddr.isValid(text)) return 'never';
  const parsed = ipaddr.parse(text);
  if (parsed instanceof ipaddr.IPv6 && parsed.match(localNat64)) return 'never';
  const address = parsed instanceof ipaddr.IPv6 ? (embedded(parsed) ?? parsed) : parsed;
  const range = address.range();
  if (range === 'unicast') return 'public';
  if (metadata.has(address.toString())) return 'never';
  return privateRanges.has(range) ? 'private' : 'never';
};
