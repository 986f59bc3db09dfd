import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, createServer, type SecureContextOptions } from 'node:tls';
import { promisify } from 'node:util';

import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';

import { loadConfig } from '../platform/config.ts';

const read = (name: string): Promise<string> => readFile(join(import.meta.dirname, '..', name), 'utf8');

const namesIn = (text: string, pattern: RegExp): string[] =>
  [...new Set([...text.matchAll(pattern)].map(([, name = '']) => name))].toSorted();

const lines = z.array(z.string()).default([]);
const composeSchema = z.object({
  services: z.record(
    z.string(),
    z.object({
      image: z.string().optional(),
      build: z.string().optional(),
      command: z.union([z.string(), z.array(z.string())]).optional(),
      environment: z.record(z.string(), z.string()).default({}),
      ports: lines,
      volumes: lines,
      configs: z.array(z.object({ source: z.string(), target: z.string() })).default([]),
      depends_on: z.record(z.string(), z.object({ condition: z.string() })).default({}),
      healthcheck: z.object({ test: z.array(z.string()) }).optional(),
      restart: z.string().optional(),
    }),
  ),
  configs: z.record(z.string(), z.object({ content: z.string() })),
  volumes: z.record(z.string(), z.null()),
});
type Compose = z.infer<typeof composeSchema>;

/** The file as Docker Compose reads it. */
const readCompose = async (): Promise<Compose> =>
  composeSchema.parse(parse(await read('docker-compose.yml'), { merge: true }));

/** What a client hears from a server that asks for a certificate: `welcome`, or the error. */
const greeting = async (input: {
  server: SecureContextOptions;
  client: SecureContextOptions;
}): Promise<string> => {
  const server = createServer({ ...input.server, requestCert: true, rejectUnauthorized: true }, (socket) =>
    socket.end('welcome'),
  );
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const socket = connect({ host: '127.0.0.1', port, servername: 'temporal', ...input.client });
  try {
    let heard = '';
    for await (const chunk of socket) heard += String(chunk);
    return heard;
  } catch (thrown) {
    return String(thrown);
  } finally {
    socket.destroy();
    server.close();
  }
};

it('every variable docker-compose.yml asks for is in .env.example, and no other', async () => {
  const asked = namesIn(await read('docker-compose.yml'), /\$\{(\w+)/g);
  expect(asked).toContain('CICLO_SECRET');
  expect(namesIn(await read('.env.example'), /^(\w+)=/gm)).toEqual(asked);
});

it('every setting docker-compose.yml gives the engine is explained to operators, or is a secret of the workspace', async () => {
  const given = Object.keys((await readCompose()).services['api']?.environment ?? {});
  expect(given).toContain('MONGODB_URI');
  const known = `${await read('docs/operations.md')}${await read('templates/ciclo.json')}`;
  expect(given.filter((name) => !known.includes(name))).toEqual([]);
});

it('docker-compose.yml lets other containers reach the engine, and other machines nothing', async () => {
  const { services } = await readCompose();
  for (const part of ['api', 'worker']) {
    expect(services[part]?.environment).toMatchObject({
      CICLO_HOST: '0.0.0.0',
      CICLO_ADMIN_HOST: '0.0.0.0',
      CICLO_ADMIN_PORT: '9464',
    });
  }
  const published = Object.values(services).flatMap(({ ports }) => ports);
  expect(published.length).toBeGreaterThan(3);
  expect(published.filter((port) => !port.startsWith('127.0.0.1:'))).toEqual([]);
});

it('the image has everything the Dockerfile copies by name, and installs nothing when it starts', async () => {
  const dockerfile = await read('Dockerfile');
  const copied = namesIn(dockerfile, /COPY ((?:\S+ )+)\.\/$/gm).flatMap((line) => line.trim().split(' '));
  expect(copied).toContain('package-lock.json');
  for (const file of copied) expect(await read(file)).not.toBe('');
  expect(dockerfile).toContain('CICLO_NO_INSTALL=1');
});

it('every image of docker-compose.yml has a version, and what makes the databases of Temporal is of its server', async () => {
  const images = namesIn(await read('docker-compose.yml'), /image: (\S+)/g);
  expect(images.filter((image) => !/:v?\d/.test(image))).toEqual([]);
  const versionOf = (name: string) =>
    images.find((image) => image.startsWith(`temporalio/${name}:`))?.split(':')[1];
  expect(versionOf('server')).toMatch(/^\d+\.\d+\.\d+$/);
  expect(versionOf('admin-tools')).toBe(versionOf('server'));
});

/** Services that end when their work is done: others wait for that. */
const endingServices = ({ services }: Compose): ReadonlySet<string> =>
  new Set(
    Object.values(services).flatMap(({ depends_on: waits }) =>
      Object.entries(waits).flatMap(([name, { condition }]) =>
        condition === 'service_completed_successfully' ? [name] : [],
      ),
    ),
  );

it('every service of docker-compose.yml that stays has a health check, and is waited for until it is healthy or done', async () => {
  const compose = await readCompose();
  const ending = endingServices(compose);
  expect([...ending].toSorted()).toEqual(['certificates', 'temporal-namespace', 'temporal-schema']);
  for (const [name, { healthcheck, depends_on: waits, restart }] of Object.entries(compose.services)) {
    if (!ending.has(name)) expect([name, healthcheck?.test.length ?? 0]).not.toEqual([name, 0]);
    expect(restart, name).toMatch(ending.has(name) ? /^on-failure/ : /^unless-stopped$/);
    for (const [other, { condition }] of Object.entries(waits)) {
      const wanted = ending.has(other) ? 'service_completed_successfully' : 'service_healthy';
      expect([name, other, condition]).toEqual([name, other, wanted]);
    }
  }
});

it('every configuration and volume that docker-compose.yml mounts is one it has, and is read-only where it is ours', async () => {
  const { services, configs, volumes } = await readCompose();
  const mounts = Object.entries(services).flatMap(([name, service]) =>
    service.volumes.map((mount) => [name, ...mount.replace(/\$\{[^}]*\}/, './workspace').split(':')]),
  );
  const named = mounts.map(([, from = '']) => from).filter((from) => !from.startsWith('.'));
  expect([...new Set(named)].toSorted()).toEqual(Object.keys(volumes).toSorted());
  const given = Object.values(services).flatMap((service) => service.configs.map(({ source }) => source));
  expect(given.toSorted()).toEqual(Object.keys(configs).toSorted());
  for (const part of ['api', 'worker']) {
    const own = mounts.filter(([name]) => name === part).map(([, ...mount]) => mount.join(':'));
    expect(own).toEqual(['./workspace:/workspace:ro', 'temporal-client-tls:/tls:ro']);
    expect(services[part]?.environment['CICLO_WORKSPACE']).toBe('/workspace');
  }
});

it('the database of docker-compose.yml is a replica set with logins, and the engine reads and writes its own database only', async () => {
  const { services, configs } = await readCompose();
  const { mongo } = services;
  expect(Number(/^mongo:(\d+)/.exec(mongo?.image ?? '')?.[1])).toBeGreaterThanOrEqual(7);
  const start = [mongo?.command].flat().join('\n');
  expect(start).toMatch(/mongod --replSet rs0 --keyFile \/tmp\/members\.key/);
  expect(mongo?.environment['MONGO_INITDB_ROOT_PASSWORD']).toMatch(/^\$\{MONGO_ROOT_PASSWORD:\?/);
  const health = mongo?.healthcheck?.test.join('\n') ?? '';
  expect(health).toContain("rs.initiate({ _id: 'rs0', members: [{ _id: 0, host: 'mongo:27017' }] })");
  expect(health).toContain('quit(db.hello().isWritablePrimary ? 0 : 1)');
  expect(configs['mongo-user']?.content).toContain("roles: [{ role: 'readWrite', db: 'ciclo' }]");
  expect(services['api']?.environment['MONGODB_URI']).toMatch(
    /^mongodb:\/\/ciclo:\$\{MONGO_PASSWORD:\?[^}]+\}@mongo:27017\/ciclo\?replicaSet=rs0$/,
  );
});

it('mail goes to the server that .env names, and the address of a visitor is the one the proxy names', async () => {
  const { services } = await readCompose();
  const { environment = {} } = services['api'] ?? {};
  expect(environment['SMTP_URL']).toMatch(/^\$\{SMTP_URL:\?/);
  expect(environment['CICLO_TRUST_PROXY']).toBe('${CICLO_TRUST_PROXY:-1}');
});

describe('the login for Temporal', () => {
  const clients = ['temporal-ui', 'temporal-namespace', 'api', 'worker'];

  it('is a certificate that the server asks every client for, and that every client has', async () => {
    const { services } = await readCompose();
    const { temporal } = services;
    expect(temporal?.environment['TEMPORAL_TLS_REQUIRE_CLIENT_AUTH']).toBe('true');
    expect(temporal?.volumes).toEqual(['temporal-server-tls:/tls:ro']);
    for (const name of clients) expect(services[name]?.volumes).toContain('temporal-client-tls:/tls:ro');
  });

  it(
    'made by `certificates`, opens the server to its clients and to nobody else',
    { timeout: 60_000 },
    async () => {
      const dir = await mkdtemp(join(tmpdir(), 'ciclo-tls-'));
      try {
        await Promise.all(['server', 'client'].map((who) => mkdir(join(dir, who))));
        const { services } = await readCompose();
        const [script = ''] = [services['certificates']?.command ?? ''].flat();
        const make = () =>
          promisify(execFile)('bash', ['-euc', script.replaceAll('$$', '$')], {
            env: { PATH: process.env['PATH'] ?? '', TLS_DIR: dir },
          });
        await make();
        const of = async (who: string) => {
          const [ca, cert, key] = await Promise.all(
            ['ca.pem', 'tls.pem', 'tls.key'].map((name) => readFile(join(dir, who, name), 'utf8')),
          );
          return { ca: ca ?? '', cert: cert ?? '', key: key ?? '' };
        };
        const [server, client] = [await of('server'), await of('client')];
        // A second start makes no new ones.
        await make();
        expect(await of('server')).toEqual(server);
        expect(await greeting({ server, client })).toBe('welcome');
        expect(await greeting({ server, client: { ca: client.ca } })).not.toBe('welcome');
        // And that is what the settings of the engine say.
        const settings = Object.entries(services['worker']?.environment ?? {})
          .filter(([name]) => name.startsWith('TEMPORAL_'))
          .map(([name, value]) => [name, value.replace('/tls/', `${dir}/client/`)]);
        const { tls } = loadConfig(Object.fromEntries(settings)).temporal.connection();
        const text = z.instanceof(Uint8Array).transform((bytes) => new TextDecoder().decode(bytes));
        const read = z.object({
          serverNameOverride: z.string(),
          serverRootCACertificate: text,
          clientCertPair: z.object({ crt: text, key: text }),
        });
        expect(read.parse(tls)).toEqual({
          serverNameOverride: 'temporal',
          serverRootCACertificate: client.ca,
          clientCertPair: { crt: client.cert, key: client.key },
        });
      } finally {
        await rm(dir, { recursive: true });
      }
    },
  );
});
