import { isIP, type LookupFunction } from 'node:net';
import { CicloError, messageOf } from '../../domain/errors.ts';
import { addressKind } from './http-guard-addresses.ts';

type Address = { readonly address: string; readonly family: number };

/** All addresses of a host. */
export type Resolve = (host: string) => Promise<readonly Address[]>;

/** What is said when the guard refuses a connection. */
export const refusal = (message: string): CicloError => new CicloError({ code: 'forbidden', message });

const checkAddress = (address: string, allowPrivate: boolean): void => {
  const kind = addressKind(address);
  if (kind === 'public' || (kind === 'private' && allowPrivate)) return;
  throw refusal(`The address ${address} is not on the public internet.`);
};

/** Throws `forbidden` for a host that is written as an address and is not a public one; names are looked at later. */
export const checkLiteral = (host: string, allowPrivate: boolean): void => {
  if (isIP(host) !== 0) checkAddress(host, allowPrivate);
};

/** `net.connect` asks this for addresses and connects to one of those it is given: what was checked is what is used. */
export const guardedLookup = (input: { resolve: Resolve; allowPrivate: boolean }): LookupFunction => {
  const check = async (host: string): Promise<{ addresses: readonly Address[]; error: Error | null }> => {
    try {
      const addresses = await input.resolve(host);
      for (const { address } of addresses) checkAddress(address, input.allowPrivate);
      return { addresses, error: addresses.length === 0 ? refusal(`${host} has no address.`) : null };
    } catch (cause) {
      return { addresses: [], error: cause instanceof Error ? cause : new Error(messageOf(cause)) };
    }
  };
  return (host, options, callback) => {
    const answer = async (): Promise<void> => {
      const { addresses, error } = await check(host);
      const [first] = addresses;
      if (options.all === true) callback(error, [...addresses]);
      else callback(error, first?.address ?? '', first?.family);
    };
    void answer();
  };
};
