/*
 * A personal data server of Bluesky's with a directory of DIDs of its own, both from the packages in the folder of real servers:
 * `node bluesky.fixture.mjs PORT PORT-OF-DIRECTORY`. Where it keeps things, and its secrets, is in its environment.
 */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const [, , port = '', directoryPort = ''] = process.argv;
const folder = process.env['CICLO_REAL'] ?? '';
const load = (name) => import(pathToFileURL(createRequire(join(folder, 'package.json')).resolve(name)).href);

const { Database, PlcServer } = await load('@did-plc/server');
await PlcServer.create({ db: Database.mock(), port: Number(directoryPort) }).start();
process.env['PDS_PORT'] = port;
process.env['PDS_DID_PLC_URL'] = `http://127.0.0.1:${directoryPort}`;
const { envToCfg, envToSecrets, PDS, readEnv } = await load('@atproto/pds');
const env = readEnv();
const server = await PDS.create(envToCfg(env), envToSecrets(env));
await server.start();
