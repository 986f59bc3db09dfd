/** A place on the network: a host in lower case without brackets, and a port. */
export type Place = { readonly host: string; readonly port: number };

const bare = (host: string): string =>
  host
    .toLowerCase()
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '');

type Entry = { readonly host: string; readonly port: string | undefined };

/** `host`, `host:port`, `[v6]:port`, `*.host`, `*`; an IPv6 address without brackets has no port. */
const readEntry = (entry: string): Entry => {
  const bracketed = /^\[([^\]]*)\](?::(\d+))?$/.exec(entry);
  if (bracketed !== null) return { host: bare(bracketed[1] ?? ''), port: bracketed[2] };
  const plain = /^([^:]*)(?::(\d+))?$/.exec(entry);
  return plain === null
    ? { host: bare(entry), port: undefined }
    : { host: bare(plain[1] ?? ''), port: plain[2] };
};

const coversHost = (allowed: string, host: string): boolean =>
  allowed === '*' || allowed === host || (allowed.startsWith('*.') && host.endsWith(allowed.slice(1)));

/** An entry of an allow-list for one place. */
export const entryOf = ({ host, port }: Place): string =>
  host.includes(':') ? `[${bare(host)}]:${port}` : `${bare(host)}:${port}`;

/** Whether an entry of an allow-list (`host`, `host:port`, `*.host`, `*`) covers a place. */
export const coversPlace = (entry: string, place: Place): boolean => {
  const allowed = readEntry(entry);
  return (
    coversHost(allowed.host, bare(place.host)) &&
    (allowed.port === undefined || Number(allowed.port) === place.port)
  );
};

/** Whether one entry of an allow-list covers everything that another does. */
export const coversEntry = (entry: string, other: string): boolean => {
  const [allowed, asked] = [readEntry(entry), readEntry(other)];
  return coversHost(allowed.host, asked.host) && (allowed.port === undefined || allowed.port === asked.port);
};

const usualPorts: ReadonlyMap<string, string> = new Map([
  ['smtp:', '587'],
  ['smtps:', '465'],
  ['http:', '80'],
  ['https:', '443'],
]);

/** The place that a text is the address of, as entries of an allow-list; none for other texts. */
export const placesNamedBy = (text: string): readonly string[] => {
  if (!URL.canParse(text)) return [];
  const { hostname, host, port, protocol } = new URL(text);
  if (hostname === '') return [];
  const usual = usualPorts.get(protocol);
  return port === '' && usual !== undefined ? [`${host}:${usual}`] : [host];
};
