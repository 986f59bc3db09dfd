import { expect, test } from 'vitest';
import { secretsInEnvironment } from './secrets/known-secrets.ts';
import { saidLine } from './log-line.ts';
import { createLog, createTemporalLogger } from './log.ts';
import { createSecretMask } from './secrets/redact.ts';
import { createSecret } from './secrets/secret.ts';

const collect = () => {
  const lines: string[] = [];
  return { lines, destination: { write: (line: string) => lines.push(line) } };
};

test('no secret reaches the log, by whatever name or depth', () => {
  const { lines, destination } = collect();
  const log = createLog({
    level: 'info',
    mask: createSecretMask({ secrets: [createSecret('sk_live_0123456789')] }),
    destination,
  });
  log.info({
    headers: { Authorization: 'Bearer abc', cookie: 'sid=1', 'x-api-key': 'abc' },
    plugin: { config: [{ password: 'hunter22', clientSecret: 'abc', accessToken: 'abc' }] },
    url: 'smtp://user:hunter22@mail.example.com',
  });
  log.error(
    { err: new Error('provider said: bad key sk_live_0123456789') },
    'call failed with sk_live_0123456789',
  );
  const text = lines.join('');
  expect(text).not.toMatch(/hunter22|abc|sid=1|sk_live/);
  expect(text).toContain('smtp://user:[secret]@mail.example.com');
  expect(text).toContain('provider said: bad key [secret]');
});

test('what is no secret stays readable', () => {
  const { lines, destination } = collect();
  createLog({ level: 'info', destination }).info(
    { journey: { key: 'cart-recovery' }, entryKey: 'c_1' },
    'entered',
  );
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({
    level: 'info',
    msg: 'entered',
    journey: { key: 'cart-recovery' },
    entryKey: 'c_1',
  });
});

test("Temporal's SDK writes into the same log", () => {
  const { lines, destination } = collect();
  createTemporalLogger(createLog({ level: 'warn', destination })).warn('late', { workflowId: 'w' });
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({
    level: 'warn',
    part: 'temporal',
    workflowId: 'w',
    msg: 'late',
  });
});

test('what the SDK only reports, or warns of though it is meant, is not in the normal log', () => {
  const { lines, destination } = collect();
  const logger = createTemporalLogger(createLog({ level: 'info', destination }));
  logger.info('Worker state changed', { state: 'RUNNING' });
  logger.warn('No workflows registered, not polling for workflow tasks');
  expect(lines).toEqual([]);
});

test('text has one line for each entry, of the same kind as what the engine tells who started it', () => {
  const { lines, destination } = collect();
  const mask = createSecretMask({ secrets: [createSecret('sk_live_0123456789')] });
  const log = createLog({ level: 'info', format: 'text', mask, destination });
  log.warn({ port: 9464, why: { code: 'x' } }, 'The port of sk_live_0123456789 is taken.');
  expect(lines).toEqual([
    expect.stringMatching(
      /^\d\d:\d\d:\d\d warn The port of \[secret\] is taken\. port=9464 why=\{"code":"x"\}\n$/,
    ),
  ]);
  const at = new Date();
  const said = saidLine({ format: 'text', text: 'Published.', at });
  expect(said).toMatch(/^\d\d:\d\d:\d\d Published\.$/);
  expect(JSON.parse(saidLine({ format: 'json', text: '\u001b[32mPublished.\u001b[39m', at }))).toEqual({
    level: 'info',
    time: at.toISOString(),
    msg: 'Published.',
  });
});

/** A canary for every secret that an environment can hold. */
const canaries = {
  CICLO_API_KEY: 'canary-api-key-0123456789',
  CICLO_WRITE_KEY: 'canary-write-key-0123456789',
  CICLO_SECRET: 'canary "link" secret \\ 0123456789 0123456789',
  CICLO_SECRET_PREVIOUS: 'canary-previous-one-0123456789abcdef, canary-previous-two-0123456789abcdef',
  MONGODB_URI: 'mongodb://app:canary%2Fmongo-pw@one:27017,two:27017/shop?replicaSet=r',
  SMTP_URL: 'smtp://mailer:canary-smtp-password@mail.example:587',
  TEMPORAL_API_KEY: 'canary-temporal-api-key',
  CICLO_PLUGIN_SHOP: 'canary-plugin-secret-1',
  SHOPIFY_WEBHOOK_SECRET: 'canary-shopify-secret',
  OLD_NAME: 'canary-named-at-start',
  CICLO_PLUGIN_SECRETS: 'OLD_NAME',
} as const;

/** The values themselves, and the passwords of those that are addresses. */
const values = [
  canaries.CICLO_API_KEY,
  canaries.CICLO_WRITE_KEY,
  canaries.CICLO_SECRET,
  ...canaries.CICLO_SECRET_PREVIOUS.split(', '),
  'canary/mongo-pw',
  'canary%2Fmongo-pw',
  'canary-smtp-password',
  canaries.TEMPORAL_API_KEY,
  canaries.CICLO_PLUGIN_SHOP,
  canaries.SHOPIFY_WEBHOOK_SECRET,
  canaries.OLD_NAME,
];

test('no secret of the environment reaches the log, in whatever form a field, a message or an error holds it', () => {
  const { lines, destination } = collect();
  const mask = createSecretMask({ secrets: secretsInEnvironment(canaries) });
  const log = createLog({ level: 'debug', mask, destination });
  for (const value of values) {
    const basic = Buffer.from(`somebody:${value}`).toString('base64');
    log.info({ note: value, list: [{ deep: `x${value}x` }] }, `said ${value}`);
    log.warn({ sent: `Basic ${basic}`, url: `https://a.example/?q=${encodeURIComponent(value)}` });
    log.error({ err: new Error(`refused ${value}`, { cause: new Error(JSON.stringify({ value })) }) });
    createTemporalLogger(log).error('failed', { reason: value });
  }
  const text = lines.join('');
  expect(lines.length).toBe(4 * values.length);
  expect(text).not.toMatch(/canary|Y2FuYX|NhbmFye|jYW5hcn|63616e617279/i);
  for (const line of lines) expect(() => JSON.parse(line)).not.toThrow();
  log.info(`cannot reach ${canaries.MONGODB_URI}`);
  expect(lines.at(-1)).toContain('mongodb://app:[secret]@one:27017,two:27017/shop');
});

test('secrets that become known later are masked from then on, and keys of ours by their shape', () => {
  const { lines, destination } = collect();
  const mask = createSecretMask();
  const log = createLog({ level: 'info', mask, destination });
  mask.add([createSecret('made-at-the-first-start')]);
  log.info('made-at-the-first-start, and sk_0123456789abcdefghij of somebody');
  expect(lines[0]).toContain('"[secret], and [secret] of somebody"');
});
