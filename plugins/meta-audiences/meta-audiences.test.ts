import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { callAction, conformance, scenarios } from '../testing.ts';
import { createMetaAudiencesFake } from './fake.ts';
import { hashPerson } from './hash.ts';
import { metaAudiencesPlugin } from './meta-audiences.ts';

const token = 'canary-token-of-a-system-user';
const ana = hashPerson({ email: 'Ana@Example.com', firstName: 'Ana' });
const ben = hashPerson({ email: 'ben@example.com', phone: '+34600000001' });

conformance({
  plugin: metaAudiencesPlugin,
  secrets: { TOKEN: token, APP: 'canary-secret-of-the-app' },
  config: (url) => ({
    ...(url === '' ? {} : { url }),
    token: { env: 'TOKEN' },
    appSecret: { env: 'APP' },
  }),
  provider: { start: () => createMetaAudiencesFake(token), plays: scenarios },
  actions: {
    'put-audience': {
      input: { audience: '6001', add: [ana] },
      junk: [
        { audience: '6001' },
        { audience: '../me', add: [ana] },
        { audience: '6001', add: ['ana@example.com'] },
        { audience: '6001', add: Array.from({ length: 1_001 }, () => ana) },
      ],
    },
  },
});

describe('what Meta matches by', () => {
  // The normalised value and its hash of each example stand in Meta's "Customer information parameters".
  test.each([
    [
      'EMAIL',
      { email: ' John_Smith@gmail.com ' },
      '62a14e44f765419d10fea99367361a727c12365e2520f32218d505ed9aa0f62f',
    ],
    [
      'PHONE',
      { phone: '+1 (650) 555-1212' },
      'e323ec626319ca94ee8bff2e4c87cf613be6ea19919ed1364124e16807ab3176',
    ],
    ['FN', { firstName: 'Mary' }, '6915771be1c5aa0c886870b6951b03d7eafc121fea0e80a5ea83beb7c449f4ec'],
    ['LN', { lastName: 'Smith' }, '6627835f988e2c5e50533d491163072d3f4f41f5c8b04630150debb3722ca2dd'],
    ['CT', { city: 'New York' }, '350c754ba4d38897693aa077ef43072a859d23f613443133fecbbd90a3512ca5'],
    ['ST', { region: 'CA' }, '6959097001d10501ac7d54c0bdb8db61420f658f2922cc26e46d536119a31126'],
    ['ZIP', { postcode: '37221-1005' }, '4c8aef49c98ac36122e884c4bb76b30384118053921db0ffd3ec31c4f1d93a40'],
    ['COUNTRY', { country: 'US' }, '79adb2a2fce5c6ba215fe5f27f532d4e7edbac4b6a5e09e1ef3a08084a904621'],
  ])('%s is normalised and hashed as Meta publishes it', (column, person, hash) => {
    const { identifiers, details } = hashPerson(person);
    expect({ ...identifiers, ...details }).toEqual({ [column]: hash });
  });

  test('nothing is made of what Meta could not match', () => {
    const nothing = { email: 'ana', phone: '600 000 001', firstName: '...', postcode: '1', country: 'Spain' };
    expect(hashPerson(nothing)).toEqual({ identifiers: {}, details: {} });
  });
});

describe('Meta Custom Audiences', () => {
  let fake: Awaited<ReturnType<typeof createMetaAudiencesFake>>;
  beforeEach(async () => {
    fake = await createMetaAudiencesFake(token);
  });
  afterEach(() => fake.close());
  const put = (input: object, more: object = {}) =>
    callAction({
      plugin: metaAudiencesPlugin,
      config: { url: fake.url, token: { env: 'TOKEN' }, ...more },
      secrets: { TOKEN: token, APP: 'app-secret' },
      action: 'put-audience',
      input,
    });

  test('people are added and removed by their hashes, in the columns of the schema', async () => {
    const done = await put({ audience: '6001', add: [ana, ben] });
    expect(done).toMatchObject({ kind: 'done', output: { added: 2, removed: 0, invalid: 0 } });
    expect(fake.asked[0]?.body).toEqual({
      payload: {
        schema: ['EMAIL', 'PHONE', 'FN', 'LN', 'CT', 'ST', 'ZIP', 'COUNTRY'],
        data: [
          [ana.identifiers['EMAIL'], '', ana.details['FN'], '', '', '', '', ''],
          [ben.identifiers['EMAIL'], ben.identifiers['PHONE'], '', '', '', '', '', ''],
        ],
      },
    });
    await put({ audience: '6001', remove: [ana] });
    expect(fake.asked[1]).toMatchObject({ method: 'DELETE' });
    expect(fake.audiences.get('6001')?.size).toBe(1);
  });

  test('a number that somebody gave up stays with who has it now: who leaves goes first', async () => {
    await put({ audience: '6001', add: [ben] });
    const eva = hashPerson({ email: 'eva@example.com', phone: '+34600000001' });
    await put({ audience: '6001', add: [eva], remove: [ben] });
    expect([...(fake.audiences.get('6001') ?? [])]).toEqual([
      `EMAIL:${eva.identifiers['EMAIL'] ?? ''} PHONE:${eva.identifiers['PHONE'] ?? ''}`,
    ]);
  });

  test('the limit of an ad account is waited for as long as Meta says', async () => {
    fake.next.code = 80_003;
    fake.next.headers = {
      'x-business-use-case-usage': JSON.stringify({
        '1': [{ type: 'custom_audience', call_count: 100, estimated_time_to_regain_access: 19 }],
      }),
    };
    expect(await put({ audience: '6001', add: [ana] })).toMatchObject({
      kind: 'retry',
      code: 'rate-limited',
      afterMs: 19 * 60_000,
    });
  });

  test('a token that ended is retried, and an audience that Meta restricts is refused with its words', async () => {
    fake.next.code = 190;
    expect(await put({ audience: '6001', add: [ana] })).toMatchObject({ kind: 'retry', code: 'auth-failed' });
    delete fake.next.code;
    const refused = await put({ audience: '471', add: [ana] });
    expect(refused).toMatchObject({ kind: 'rejected', code: 'invalid' });
    expect(JSON.stringify(refused)).toContain('integrity restrictions');
  });

  test('the proof of the app goes along where its secret is known, and the secret never', async () => {
    await put({ audience: '6001', add: [ana] }, { appSecret: { env: 'APP' } });
    expect(fake.asked[0]?.query['appsecret_proof']).toMatch(/^[0-9a-f]{64}$/);
    expect(JSON.stringify(fake.asked)).not.toContain('app-secret');
  });
});
