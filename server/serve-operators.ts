import { createOperatorApp, type OperatorDeps } from '../api/operator-app.ts';
import { listen, type Listening } from '../api/server.ts';
import type { Config } from '../platform/config.ts';
import type { Log } from '../platform/log.ts';
import { ownVersion } from '../platform/package-root.ts';
import type { Assembled } from './assemble.ts';
import { readyChecks } from './serve-api.ts';

/** The port by which exporters are known to Prometheus. */
const usualPort = 9464;

/** The port asked for, else the usual one; where another process has that, any free one serves as well. */
const listenSomewhere = async (input: {
  app: ReturnType<typeof createOperatorApp>;
  config: Pick<Config, 'admin' | 'port'>;
  log: Log;
}): Promise<Listening> => {
  const { app, config, log } = input;
  const { host, port } = config.admin;
  if (port !== undefined) return listen({ app, port, host });
  const next = config.port === 0 ? 0 : usualPort;
  try {
    return await listen({ app, port: next, host });
  } catch {
    log.warn({ port: next }, 'The port for operators is taken; another one is used. Set CICLO_ADMIN_PORT.');
    return listen({ app, port: 0, host });
  }
};

/** Starts what is for operators only: `/metrics`, `/docs` where there is an API, and health. */
export const serveOperators = async (input: {
  assembled: Assembled;
  config: Pick<Config, 'admin' | 'port' | 'hosts'>;
  api: OperatorDeps['api'];
  log: Log;
}): Promise<Listening> => {
  const { assembled, config, api, log } = input;
  const app = createOperatorApp({
    checks: readyChecks(assembled),
    meter: assembled.metrics,
    log,
    hosts: config.hosts,
    api,
    version: await ownVersion(),
  });
  return listenSomewhere({ app, config, log });
};
