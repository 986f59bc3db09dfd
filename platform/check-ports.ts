import { createServer } from 'node:net';

import { CicloError } from '../domain/errors.ts';

/** A port that is wanted: the setting that names it, and what would listen there. */
export type WantedPort = { readonly setting: string; readonly host: string; readonly port: number };

/** Why nobody can listen there now; undefined when somebody can. */
const refusal = (input: { host: string; port: number }): Promise<string | undefined> =>
  new Promise((resolve) => {
    const server = createServer();
    server.once('error', (thrown) => resolve('code' in thrown ? String(thrown.code) : thrown.message));
    server.listen({ ...input, exclusive: true }, () => server.close(() => resolve(undefined)));
  });

const nextTries = 20;

const nextFree = async ({ host, port }: WantedPort): Promise<number | undefined> => {
  for (let next = port + 1; next <= Math.min(port + nextTries, 65_535); next += 1) {
    if ((await refusal({ host, port: next })) === undefined) return next;
  }
  return undefined;
};

const problemOf = async (wanted: WantedPort): Promise<string | undefined> => {
  const { setting, host, port } = wanted;
  const why = await refusal({ host, port });
  if (why === undefined) return undefined;
  if (why !== 'EADDRINUSE')
    return `Nothing can listen on ${host}:${port} (${why}). Set ${setting} to another port.`;
  const next = await nextFree(wanted);
  const free = next === undefined ? `set ${setting} to a free port` : `take another one: ${setting}=${next}`;
  return `Port ${port} is in use. Stop what listens there, or ${free}.`;
};

/**
 * Makes sure that every wanted port is free, before anything is started. Throws one `conflict` that names each port
 * that is not, with its setting and a free one. Port 0, any free one, is not looked at.
 */
export const checkPorts = async (ports: readonly WantedPort[]): Promise<void> => {
  const found: string[] = [];
  for (const wanted of ports.filter(({ port }) => port !== 0)) {
    const problem = await problemOf(wanted);
    if (problem !== undefined) found.push(problem);
  }
  if (found.length > 0) throw new CicloError({ code: 'conflict', message: found.join('\n') });
};
