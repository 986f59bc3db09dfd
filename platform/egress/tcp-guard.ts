import { lookup as dnsLookup } from 'node:dns/promises';
import { connect, isIP, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { coversPlace, entryOf } from '../../domain/egress-hosts.ts';
import { CicloError } from '../../domain/errors.ts';
import { checkLiteral, guardedLookup, refusal, type Resolve } from './guarded-lookup.ts';

type Target = {
  readonly host: string;
  readonly port: number;
  readonly timeoutMs: number;
  /** TLS from the first byte. */
  readonly tls?: { readonly verify: boolean; readonly ca?: string };
};

const plainHost = (host: string): string => host.replace(/^\[|\]$/g, '').toLowerCase();

const open = (
  input: Target & { readonly allowPrivate: boolean; readonly resolve: Resolve },
): Promise<Socket> =>
  new Promise((resolve, reject) => {
    const { host, port, timeoutMs, allowPrivate } = input;
    checkLiteral(host, allowPrivate);
    const lookup = guardedLookup({ resolve: input.resolve, allowPrivate });
    const socket = connect({ host, port, lookup });
    const timer = setTimeout(() => {
      socket.destroy(
        new CicloError({
          code: 'timeout',
          message: `${host}:${port} did not answer within ${timeoutMs} ms.`,
        }),
      );
    }, timeoutMs);
    socket.once('error', (problem) => {
      clearTimeout(timer);
      reject(problem);
    });
    socket.once('connect', () => {
      clearTimeout(timer);
      socket.removeAllListeners('error');
      resolve(socket);
    });
  });

/** The connection under TLS, once the certificate was looked at. */
const secured = (input: {
  socket: Socket;
  target: Target;
  tls: NonNullable<Target['tls']>;
}): Promise<Socket> =>
  new Promise((resolve, reject) => {
    const { socket, target, tls } = input;
    const { host, timeoutMs } = target;
    const secure = connectTls({
      socket,
      ...(isIP(host) === 0 ? { servername: host } : { host }),
      rejectUnauthorized: tls.verify,
      ...(tls.ca === undefined ? {} : { ca: tls.ca }),
    });
    const late = (): void => {
      const message = `${host} did not finish the TLS handshake within ${timeoutMs} ms.`;
      secure.destroy(new CicloError({ code: 'timeout', message }));
    };
    const timer = setTimeout(late, timeoutMs);
    secure.once('error', (problem) => {
      clearTimeout(timer);
      socket.destroy();
      reject(problem);
    });
    secure.once('secureConnect', () => {
      clearTimeout(timer);
      secure.removeAllListeners('error');
      resolve(secure);
    });
  });

/**
 * Plain connections for plugins whose protocol is not HTTP: to the hosts the plugin declared, at public addresses only, each host resolved once per
 * connection and connected to at the address that was checked. `trusted` are `host:port` that the operator named, in
 * a setting of the process: these may be on a private network. Rejects with `forbidden` for what is refused.
 */
export const createGuardedConnect = (options: { allowPrivate?: boolean; resolve?: Resolve } = {}) => {
  const resolve = options.resolve ?? ((host: string) => dnsLookup(host, { all: true }));
  return (policy: { readonly trusted: ReadonlySet<string>; readonly hosts: readonly string[] }) =>
    async (target: Target): Promise<Socket> => {
      const host = plainHost(target.host);
      if (!policy.hosts.some((entry) => coversPlace(entry, { host, port: target.port }))) {
        throw refusal(`${host}:${target.port} is not one this plugin may speak to.`);
      }
      const allowPrivate =
        options.allowPrivate === true || policy.trusted.has(entryOf({ host, port: target.port }));
      const socket = await open({ ...target, host, allowPrivate, resolve });
      const { tls } = target;
      return tls === undefined ? socket : secured({ socket, target: { ...target, host }, tls });
    };
};
