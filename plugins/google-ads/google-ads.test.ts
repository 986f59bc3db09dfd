import { IngestionServiceClient } from '@google-ads/datamanager';
import { OAuth2Client } from 'google-auth-library';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { callAction, conformance, scenarios, testToken } from '../testing.ts';
import { createGoogleAdsFake } from './fake.ts';
import { googleAdsPlugin } from './google-ads.ts';
import { hashPerson } from './hash.ts';
import { statusIn } from './request-status.ts';

const ana = hashPerson({
  email: 'Ana@Example.com',
  phone: '+34600000001',
  firstName: 'Ana',
  lastName: "O'Brien",
  postcode: '28001',
  country: 'es',
});
const ben = hashPerson({ email: 'ben@example.com' });
const oauth = { clientId: 'client', clientSecret: { env: 'CLIENT' } };

conformance({
  plugin: googleAdsPlugin,
  secrets: { CLIENT: 'canary-client-secret' },
  config: (url) => ({ ...(url === '' ? {} : { url }), account: '123-456-7890', oauth }),
  provider: { start: () => createGoogleAdsFake(testToken), plays: scenarios },
  actions: {
    'put-audience': {
      input: { audience: '8001', add: [ana] },
      junk: [{ audience: '8001' }, { audience: 'vip', add: [ana] }, { audience: '8001', add: [{}] }],
    },
    'look-at-audience': {
      input: { receipt: 'r-0' },
      junk: [{}, { receipt: '' }, { receipt: 'r-0', audience: '8001' }],
    },
  },
});

describe('what Google matches by', () => {
  // The addresses and numbers of Google's guides to the Data Manager API.
  test.each([
    [{ email: 'dana@example.com' }, '07e2f1394b0ea80e2adca010ea8318df697001a005ba7452720edda4b0ce57b3'],
    [{ email: ' DANA@Example.com ' }, '07e2f1394b0ea80e2adca010ea8318df697001a005ba7452720edda4b0ce57b3'],
    [
      { email: 'cloudy.sanfrancisco+shopping@gmail.com' },
      '223ebda6f6889b1494551ba902d9d381daf2f642bae055888e96343d53e9f9c4',
    ],
    [{ email: 'alexj@altostrat.com  ' }, 'e8bd3f8da6f5af73bec1ab3fbf7beb47482c4766dfdfc94e6bd89e359c139478'],
    [{ phone: '+1 (800) 555-0100' }, 'fb4f73a6ec5fdb7077d564cdd22c3554b43ce49168550c3b12c547b78c517b30'],
  ])('%j is normalised and hashed as Google asks for', (person, hash) => {
    expect(Object.values(hashPerson(person).identifiers)).toEqual([hash]);
  });

  test('dots and what follows a plus count outside of Gmail', () => {
    const same = (one: string, two: string) =>
      expect(hashPerson({ email: one }).identifiers).toEqual(hashPerson({ email: two }).identifiers);
    same('user.name+NYC@Example.com', 'user.name+nyc@example.com');
    expect(hashPerson({ email: 'u.n@example.com' })).not.toEqual(hashPerson({ email: 'un@example.com' }));
  });

  test('an address goes whole or not at all, with region and postal code in plain', () => {
    expect(ana.details).toMatchObject({ regionCode: 'ES', postalCode: '28001' });
    expect(hashPerson({ firstName: 'Ana', lastName: 'Ruiz', country: 'ES' }).details).toEqual({});
    expect(hashPerson({ email: '@', phone: '600000001' })).toEqual({ identifiers: {}, details: {} });
  });
});

describe('Google Ads', () => {
  let fake: Awaited<ReturnType<typeof createGoogleAdsFake>>;
  beforeEach(async () => {
    fake = await createGoogleAdsFake(testToken);
  });
  afterEach(() => fake.close());
  const call = (action: string, input: object, more: object = {}) =>
    callAction({
      plugin: googleAdsPlugin,
      config: { url: fake.url, account: '123-456-7890', oauth, ...more },
      secrets: { CLIENT: 'client-secret' },
      action,
      input,
    });
  const put = (input: object, more: object = {}) => call('put-audience', input, more);
  const look = (receipt: string) => call('look-at-audience', { receipt });

  /** Google's own client, against the fake. */
  const client = () => {
    const auth = new OAuth2Client();
    auth.setCredentials({ access_token: testToken, expiry_date: Date.now() + 3_600_000 });
    const { hostname, port } = new URL(fake.url);
    return new IngestionServiceClient({
      fallback: true,
      protocol: 'http',
      apiEndpoint: hostname,
      port: Number(port),
      authClient: auth,
    });
  };

  test('@google-ads/datamanager 0.3.0 drives the fake, and its two requests are those of the connector', async () => {
    await put({ audience: '8001', add: [ana, ben] }, { managerAccount: '999-999-9999' });
    await put({ audience: '8001', remove: [ben] }, { managerAccount: '999-999-9999' });
    const account = (accountId: string) => ({ accountType: 'GOOGLE_ADS', accountId }) as const;
    const destinations = [
      {
        operatingAccount: account('1234567890'),
        loginAccount: account('9999999999'),
        productDestinationId: '8001',
      },
    ];
    const { email = '', phone = '' } = ana.identifiers;
    const benIs = { userData: { userIdentifiers: [{ emailAddress: ben.identifiers['email'] ?? '' }] } };
    const theirs = client();
    await theirs.ingestAudienceMembers({
      destinations,
      audienceMembers: [
        {
          userData: {
            userIdentifiers: [
              { emailAddress: email },
              { phoneNumber: phone },
              { address: { ...ana.details } },
            ],
          },
        },
        benIs,
      ],
      encoding: 'HEX',
      consent: { adUserData: 'CONSENT_GRANTED', adPersonalization: 'CONSENT_GRANTED' },
      termsOfService: { customerMatchTermsOfServiceStatus: 'ACCEPTED' },
    });
    await theirs.removeAudienceMembers({ destinations, audienceMembers: [benIs], encoding: 'HEX' });
    await theirs.close();
    const [oursIn, oursOut, theirsIn, theirsOut] = fake.bodies;
    expect([oursIn, oursOut]).toEqual([theirsIn, theirsOut]);
    expect(fake.bodies).toHaveLength(4);
  });

  test('who leaves is removed and who joins is added in one call, removals first', async () => {
    await put({ audience: '8001', add: [ben] });
    const moved = hashPerson({ email: 'ben@example.com', phone: '+34600000002' });
    expect(await put({ audience: '8001', add: [moved], remove: [ben] })).toMatchObject({
      kind: 'done',
      output: { added: 1, removed: 1 },
    });
    expect(fake.audiences.get('8001')?.size).toBe(2);
  });

  test('an audience that is not there is refused with what Google says', async () => {
    const refused = await put({ audience: '9', add: [ben] });
    expect(refused).toMatchObject({ kind: 'rejected', code: 'invalid' });
    expect(JSON.stringify(refused)).toContain('DESTINATION_ACCOUNT_INVALID_ID');
  });

  test('who leaves and who joins have a receipt each, and none where nobody does', async () => {
    expect(await put({ audience: '8001', add: [ana], remove: [ben] })).toMatchObject({
      kind: 'done',
      output: { receipts: { removed: 'r-1', added: 'r-2' } },
    });
    const alone = await put({ audience: '8001', remove: [ben] });
    expect(alone).toMatchObject({ kind: 'done', output: { receipts: { removed: 'r-3' } } });
    expect(JSON.stringify(alone)).not.toContain('"added":"');
  });

  test('what came of a request is told as Google tells its own client', async () => {
    await put({ audience: '8001', add: [ana, ben], remove: [ben] });
    const errorCounts = [{ recordCount: '1', reason: 'PROCESSING_ERROR_REASON_INVALID_FORMAT' }];
    const uploadMatchRateRange = 'MATCH_RATE_RANGE_31_TO_40';
    const theirs = client();
    /** What Google's client reads, and what the connector reads, of the same request. */
    const both = async (id: string) => {
      const [{ requestStatusPerDestination: all }] = await theirs.retrieveRequestStatus({ requestId: id });
      return { theirs: all?.[0], ours: await look(id) };
    };

    fake.endings.set('r-1', { requestStatus: 'PROCESSING' });
    expect(await both('r-1')).toMatchObject({
      theirs: { requestStatus: 'PROCESSING' },
      ours: { kind: 'done', output: { state: 'pending' } },
    });
    fake.endings.set('r-1', { requestStatus: 'FAILED', errorCounts });
    expect(await both('r-1')).toMatchObject({
      theirs: {
        requestStatus: 'FAILED',
        audienceMembersRemovalStatus: { userDataRemovalStatus: { recordCount: '1' } },
        errorInfo: { errorCounts },
      },
      ours: {
        output: {
          state: 'failed',
          people: 1,
          failed: 1,
          reasons: [{ reason: 'PROCESSING_ERROR_REASON_INVALID_FORMAT', people: 1 }],
        },
      },
    });
    fake.endings.set('r-2', { requestStatus: 'PARTIAL_SUCCESS', errorCounts, uploadMatchRateRange });
    expect(await both('r-2')).toMatchObject({
      theirs: {
        requestStatus: 'PARTIAL_SUCCESS',
        audienceMembersIngestionStatus: {
          userDataIngestionStatus: { recordCount: '2', userIdentifierCount: '4', uploadMatchRateRange },
        },
      },
      ours: { output: { state: 'partly', people: 2, failed: 1, matched: { from: 31, to: 40 } } },
    });
    fake.endings.set('r-2', { requestStatus: 'SUCCESS' });
    expect(await both('r-2')).toMatchObject({
      theirs: { requestStatus: 'SUCCESS' },
      ours: { output: { state: 'done', people: 2, failed: 0, reasons: [] } },
    });
    await theirs.close();
  });

  test('a request that fails later was taken all the same, and changes nobody', async () => {
    fake.comesTo({ requestStatus: 'FAILED' });
    const taken = await put({ audience: '8001', add: [ana] });
    expect(taken).toMatchObject({ kind: 'done', output: { receipts: { added: 'r-1' } } });
    expect(fake.audiences.get('8001')?.size).toBe(0);
    expect(await look('r-1')).toMatchObject({ output: { state: 'failed', people: 1, failed: 1 } });
  });

  test('a receipt that Google does not know is refused with what it says', async () => {
    const refused = await look('r-99');
    expect(refused).toMatchObject({ kind: 'rejected', code: 'invalid' });
    expect(JSON.stringify(refused)).toContain('INVALID_REQUEST_ID');
  });
});

describe('what Google says of a request', () => {
  test.each([[{}], [{ requestStatusPerDestination: [] }], [{ requestStatusPerDestination: [{}] }]])(
    '%j may still change',
    (answer) => expect(statusIn(answer)).toEqual({ state: 'pending' }),
  );

  test('a state that is not known here may still change, and another shape is none', () => {
    expect(statusIn({ requestStatusPerDestination: [{ requestStatus: 'NEW_ONE' }] })).toEqual({
      state: 'pending',
    });
    for (const answer of [undefined, 'html', [], { requestStatusPerDestination: 'x' }])
      expect(statusIn(answer)).toBeUndefined();
  });

  test('reasons are bounded, are names only, and never count more people than there were', () => {
    const errorCounts = Array.from({ length: 30 }, () => ({ recordCount: '9', reason: 'ana@example.com' }));
    const status = statusIn({
      requestStatusPerDestination: [
        {
          requestStatus: 'PARTIAL_SUCCESS',
          errorInfo: { errorCounts },
          audienceMembersRemovalStatus: { userDataRemovalStatus: { recordCount: '10' } },
        },
      ],
    });
    expect(status).toMatchObject({ state: 'partly', people: 10, failed: 10 });
    expect(status).toHaveProperty('reasons.length', 20);
    expect(JSON.stringify(status)).not.toContain('@');
  });

  test.each([
    ['LESS_THAN_20', { from: 0, to: 20 }],
    ['20_TO_30', { from: 20, to: 30 }],
    ['91_TO_100', { from: 91, to: 100 }],
    ['NOT_ELIGIBLE', undefined],
    ['UNKNOWN', undefined],
  ])('the range %s of the match rate is read as %j', (range, matched) => {
    const userDataIngestionStatus = { uploadMatchRateRange: `MATCH_RATE_RANGE_${range}` };
    const one = { requestStatus: 'SUCCESS', audienceMembersIngestionStatus: { userDataIngestionStatus } };
    const status = statusIn({ requestStatusPerDestination: [one] });
    expect(status).toEqual({ state: 'done', people: 0, failed: 0, reasons: [], ...(matched && { matched }) });
  });
});
