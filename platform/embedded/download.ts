/*
 * Run as a process: `download.ts <temporal|mongod> <version> <folder>` brings the program into the folder and
 * prints its path as the last line; a failure is one line on standard error and exit code 1.
 */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { CicloError, messageOf } from '../../domain/errors.ts';

const downloadTemporal = async (input: { version: string; dir: string }): Promise<string> => {
  const { Runtime } = await import('@temporalio/worker');
  const runtime = Runtime.instance();
  // The SDK downloads by starting a server; that one is ended at once and the program kept.
  const server = await runtime.createEphemeralServer({
    type: 'dev-server',
    exe: {
      type: 'cached-download',
      downloadDir: input.dir,
      version: `v${input.version}`,
      ttl: 0,
      sdkName: 'sdk-typescript',
      sdkVersion: '1.24.0',
    },
    namespace: 'default',
    ip: '127.0.0.1',
    port: null,
    uiPort: null,
    dbFilename: null,
    ui: false,
    log: { format: 'pretty', level: 'error' },
    extraArgs: [],
  });
  await runtime.shutdownEphemeralServer(server);
  const program = (await readdir(input.dir)).find((name) => name.startsWith('temporal'));
  if (program === undefined)
    throw new CicloError({ code: 'unavailable', message: 'the download left no program' });
  return join(input.dir, program);
};

const downloadMongod = async (input: { version: string; dir: string }): Promise<string> => {
  // Its default is to try four times over seven seconds, which a machine without access would wait for each time.
  process.env['MONGOMS_MAX_RETRIES'] = '0';
  const { MongoBinary } = await import('mongodb-memory-server-core');
  return MongoBinary.getPath({ version: input.version, downloadDir: input.dir });
};

const main = async (): Promise<void> => {
  const [what, version, dir] = process.argv.slice(2);
  if (version === undefined || dir === undefined)
    throw new CicloError({ code: 'invalid-input', message: 'usage' });
  const path = await (what === 'temporal' ? downloadTemporal : downloadMongod)({ version, dir });
  process.stdout.write(`${path}\n`);
};

try {
  await main();
  process.exit(0);
} catch (thrown) {
  process.stderr.write(`${messageOf(thrown).replaceAll(/\s*\n\s*/g, ' ')}\n`);
  process.exit(1);
}
