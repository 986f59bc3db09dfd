import { z } from 'zod';
import { createHttpFake } from '../testing.ts';
import { createRequests } from './requests-for-tests.ts';

const hex = z.string().regex(/^[0-9a-f]{64}$/i);
const identifier = z.union([
  z.strictObject({ emailAddress: hex }),
  z.strictObject({ phoneNumber: hex }),
  z.strictObject({
    address: z.strictObject({
      givenName: hex,
      familyName: hex,
      regionCode: z.string().regex(/^[A-Z]{2}$/),
      postalCode: z.string().min(1),
    }),
  }),
]);
/** An enumeration in the JSON of protocol buffers: a name, or its number. */
const named = (names: Readonly<Record<string, number>>) =>
  z.union([z.string(), z.number()]).transform((value, check) => {
    const found = Object.entries(names).find(([name, number]) => value === name || value === number);
    if (found !== undefined) return found[0];
    check.addIssue({ code: 'custom', message: 'is no such name' });
    return z.NEVER;
  });
const account = z.strictObject({
  accountType: named({ GOOGLE_ADS: 1 }),
  accountId: z.string().regex(/^\d+$/),
});
const status = named({ CONSENT_GRANTED: 1, CONSENT_DENIED: 2 });
const request = {
  destinations: z
    .array(
      z.strictObject({
        operatingAccount: account,
        loginAccount: account.optional(),
        productDestinationId: z.string().min(1),
      }),
    )
    .length(1),
  audienceMembers: z
    .array(
      z.strictObject({ userData: z.strictObject({ userIdentifiers: z.array(identifier).min(1).max(10) }) }),
    )
    .min(1)
    .max(10_000),
  encoding: named({ HEX: 1 }),
};
const ingest = z.strictObject({
  ...request,
  consent: z.strictObject({ adUserData: status, adPersonalization: status }),
  termsOfService: z.strictObject({ customerMatchTermsOfServiceStatus: named({ ACCEPTED: 1 }) }),
});
const remove = z.strictObject(request);

/** An error as Google answers it. */
const refuse = (status: string, message: string, reason: string) => ({
  error: {
    code: 400,
    status,
    message,
    details: [
      {
        '@type': 'type.googleapis.com/google.rpc.ErrorInfo',
        reason,
        domain: 'datamanager.googleapis.com',
      },
    ],
  },
});

/** The Data Manager API, as its published protocol buffers describe it in JSON, with the members of each audience. */
export const createGoogleAdsFake = async (token: string) => {
  const bodies: unknown[] = [];
  const known = new Set(['8001', '8002']);
  const requests = createRequests();
  let looks = 0;
  const provider = await createHttpFake(({ app, happened }) => {
    app.use('/v1/*', async (c, next) => {
      if (c.req.header('authorization') !== `Bearer ${token}`)
        return c.json(
          { error: { code: 401, status: 'UNAUTHENTICATED', message: 'Invalid credentials.' } },
          401,
        );
      await next();
      return undefined;
    });
    const take = (body: unknown, shape: typeof ingest | typeof remove) => {
      const read = shape.safeParse(body);
      if (!read.success)
        return refuse('INVALID_ARGUMENT', 'There was a problem with the request.', 'INVALID_ARGUMENT');
      const { destinations, audienceMembers } = read.data;
      const audience = destinations[0]?.productDestinationId ?? '';
      if (!known.has(audience))
        return refuse('INVALID_ARGUMENT', 'The audience was not found.', 'DESTINATION_ACCOUNT_INVALID_ID');
      bodies.push(read.data);
      const members = audienceMembers.map(({ userData }) =>
        userData.userIdentifiers.map((one) => JSON.stringify(one).toLowerCase()),
      );
      const does = shape === ingest ? 'ingest' : 'remove';
      happened(`${does}:${JSON.stringify(body)}`);
      return { requestId: requests.take({ does, audience, destination: destinations[0], members }) };
    };
    const shapes = new Map<string, typeof ingest | typeof remove>([
      ['audienceMembers:ingest', ingest],
      ['audienceMembers:remove', remove],
    ]);
    app.post('/v1/:call', async (c) => {
      const shape = shapes.get(c.req.param('call'));
      if (shape === undefined) return c.notFound();
      const answer = take(await c.req.json(), shape);
      return c.json(answer, 'error' in answer ? 400 : 200);
    });
    app.get('/v1/requestStatus:retrieve', (c) => {
      const status = requests.statusOf(c.req.query('requestId') ?? '');
      if (status === undefined)
        return c.json(refuse('INVALID_ARGUMENT', 'The request was not found.', 'INVALID_REQUEST_ID'), 400);
      looks += 1;
      happened(`looked:${looks}`);
      return c.json({ requestStatusPerDestination: [status] });
    });
  });
  const { audiences, endings, comesTo } = requests;
  return { ...provider, audiences, bodies, endings, comesTo };
};
