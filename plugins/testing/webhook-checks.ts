import { afterEach, beforeEach, expect, test } from 'vitest';
import { lastOfPath, type Verification, withoutSecret } from '../contract/webhooks/verification.ts';
import type { WebhookRequest } from '../contract/webhooks/webhook.ts';
import { at, createHarness, type Harness, testNow } from './harness.ts';
import type { Subject, WebhookExample, WebhookSubject } from './subject.ts';

type Given = { readonly subject: Subject; readonly name: string; readonly webhook: WebhookSubject };

const HOUR_MS = 3_600_000;
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

/** The body with the bit at a place turned over. */
const flipped = (body: Uint8Array, index: number): Uint8Array =>
  body.map((byte, place) => (place === index ? byte ^ 1 : byte));

const createStage = ({ subject, name, webhook }: Given) => {
  let harness: Harness | undefined;
  const said: string[] = [];
  const [example] = webhook.examples;
  const secretOf = (which: 0 | 1): string => subject.secrets[webhook.secretNames[which] ?? ''] ?? '';

  beforeEach(() => {
    const { plugin, secrets } = subject;
    harness = createHarness({ plugin, config: subject.config(''), secrets });
  });
  afterEach(async () => {
    const everything = [...said.splice(0), ...(harness?.logged ?? [])].join('\n');
    await harness?.close();
    for (const [variable, secret] of Object.entries(subject.secrets)) {
      expect(everything.includes(secret), `the secret ${variable} in something the plugin said`).toBe(false);
    }
  });

  const isText = subject.plugin.webhooks[name]?.body === 'text';
  const bodyOf = (of: WebhookExample): Uint8Array =>
    bytes(isText && typeof of.body === 'string' ? of.body : JSON.stringify(of.body));
  const runtime = () => {
    if (harness === undefined) throw new Error('The stage is not set.');
    return harness.runtime;
  };
  const sign = (input: {
    of?: WebhookExample;
    body?: Uint8Array;
    id?: string;
    now?: number;
    secret?: string;
  }): WebhookRequest => {
    const of = input.of ?? example;
    return webhook.sign({
      body: input.body ?? bodyOf(of),
      secret: input.secret ?? secretOf(0),
      now: input.now ?? testNow,
      id: input.id ?? 'delivery-1',
      topic: of.topic,
    });
  };
  return {
    sign,
    secretOf,
    receive: (request: WebhookRequest) => {
      const answer = runtime().receive({ ...at, webhook: name, request, now: testNow, key: webhook.key });
      said.push(JSON.stringify(answer));
      return answer;
    },
    normalise: (request: WebhookRequest) =>
      runtime().normalise({ ...at, webhook: name, request, now: testNow }),
    isText,
    signsInBody: subject.plugin.webhooks[name]?.verification.by === 'token',
    limit: () => subject.plugin.webhooks[name]?.maxBytes ?? 0,
  };
};

type Stage = ReturnType<typeof createStage>;

const unauthorized = { kind: 'refused', status: 401 };

/** Every request is believed; the plugin says so itself. */
const checkNothing = (_given: Given, stage: Stage) => {
  test('says that it verifies nothing, and takes whatever its vendor sends', () => {
    expect(stage.receive(stage.sign({}))).toMatchObject({ kind: 'verified' });
  });
};

const checkSender = ({ webhook }: Given, stage: Stage) => {
  test("the vendor's request is verified", () => {
    expect(stage.receive(stage.sign({}))).toMatchObject({ kind: 'verified' });
  });

  test.runIf(webhook.secretNames.length > 1)('every configured secret is accepted while rotating', () => {
    const request = stage.sign({ secret: stage.secretOf(1) });
    expect(stage.receive(request)).toMatchObject({ kind: 'verified' });
  });

  test('another secret is refused', () => {
    const other = Buffer.from('not-the-secret-at-all-000000000').toString('base64');
    expect(stage.receive(stage.sign({ secret: other }))).toMatchObject(unauthorized);
  });

  test.each(webhook.required)(
    'without the header %s, or with an empty one, nothing is verified',
    (header) => {
      const request = stage.sign({});
      const { [header]: value, ...headers } = request.headers;
      expect(value).toBeDefined();
      expect(stage.receive({ ...request, headers })).toMatchObject({ kind: 'refused' });
      const emptied = { ...request, headers: { ...headers, [header]: '' } };
      expect(stage.receive(emptied)).toMatchObject({ kind: 'refused' });
    },
  );

  test('a request without headers or body is refused', () => {
    const empty = { method: 'POST', path: '/', query: {}, headers: {}, rawBody: new Uint8Array() };
    // Where the signature is in the body, an empty one is malformed.
    expect(stage.receive(empty)).toMatchObject(stage.signsInBody ? { kind: 'refused' } : unauthorized);
  });
};

const mangled = (value: string): readonly string[] => [
  value.slice(0, -3),
  `${value}x`,
  'v1,',
  ',',
  '=',
  '\u0000',
  '🙂'.repeat(100),
];

const checkSignatures = (given: Given, stage: Stage) => {
  const { webhook } = given;
  checkSender(given, stage);

  test('a body with any one bit turned over is refused', () => {
    const request = stage.sign({});
    const step = Math.max(1, Math.floor(request.rawBody.length / 50));
    for (let index = 0; index < request.rawBody.length; index += step) {
      const changed = { ...request, rawBody: flipped(request.rawBody, index) };
      expect(stage.receive(changed), `bit in byte ${index}`).toMatchObject(unauthorized);
    }
  });

  test.runIf(!stage.isText)(
    'the same JSON written differently is refused: the signature is over the bytes',
    () => {
      const request = stage.sign({});
      const rawBody = bytes(JSON.stringify(JSON.parse(new TextDecoder().decode(request.rawBody)), null, 1));
      expect(stage.receive({ ...request, rawBody })).toMatchObject(unauthorized);
    },
  );

  test('headers cut short or full of junk are refused, never an exception', () => {
    const request = stage.sign({});
    for (const header of webhook.required) {
      for (const changed of mangled(request.headers[header] ?? '')) {
        const headers = { ...request.headers, [header]: changed };
        const answer = stage.receive({ ...request, headers, rawBody: flipped(request.rawBody, 0) });
        expect(answer.kind).toBe('refused');
      }
    }
  });
};

/** The vendor signs values in the body: what is not signed may change, and says nothing. */
const checkFields = (given: Given, stage: Stage) => {
  checkSender(given, stage);

  test('a body with any one bit turned over is refused, or says the same', () => {
    const request = stage.sign({});
    const said = stage.normalise(request);
    for (let index = 0; index < request.rawBody.length; index += 1) {
      const changed = { ...request, rawBody: flipped(request.rawBody, index) };
      const answer = stage.receive(changed);
      if (answer.kind === 'refused') expect(answer, `bit in byte ${index}`).toMatchObject(unauthorized);
      else expect(stage.normalise(changed), `bit in byte ${index}`).toEqual(said);
    }
  });
};

/** The vendor signs a token in the body, and not the body. */
const checkToken = (given: Given, stage: Stage) => {
  checkSender(given, stage);

  test('a body with the token of another is the same delivery, so that nobody can use a token twice', () => {
    const [one, ...more] = given.webhook.examples;
    const keys = [one, ...more].map((of) => {
      const answer = stage.receive(stage.sign({ of, id: 'token-1' }));
      return answer.kind === 'verified' ? answer.dedupeKey : answer.kind;
    });
    expect(new Set(keys).size).toBe(1);
  });
};

/** Where the vendor puts the secret: all places of a request that hold it. */
const checkSecret = (given: Given, stage: Stage, verification: Extract<Verification, { by: 'secret' }>) => {
  checkSender(given, stage);
  const secretPart = (request: WebhookRequest): string => {
    if ('header' in verification) return request.headers[verification.header.toLowerCase()] ?? '';
    return 'query' in verification ? (request.query[verification.query] ?? '') : lastOfPath(request);
  };
  const withPart = (request: WebhookRequest, part: string): WebhookRequest => {
    if ('header' in verification) {
      return { ...request, headers: { ...request.headers, [verification.header.toLowerCase()]: part } };
    }
    if ('query' in verification)
      return { ...request, query: { ...request.query, [verification.query]: part } };
    const base = request.path.slice(0, request.path.lastIndexOf('/'));
    return { ...request, path: `${base}/${encodeURIComponent(part)}` };
  };

  test('the secret is where the plugin says, and nothing of it is kept with the request', () => {
    const request = stage.sign({});
    expect(secretPart(request)).not.toBe('');
    const kept = withoutSecret({ request, verification });
    expect(JSON.stringify({ ...kept, rawBody: undefined })).not.toContain(secretPart(request));
    expect(JSON.stringify({ ...kept, rawBody: undefined })).not.toContain(stage.secretOf(0));
    expect(stage.normalise(kept)).toEqual(stage.normalise(request));
  });

  test('a secret that is missing, cut short or full of junk is refused, never an exception', () => {
    const request = stage.sign({});
    for (const changed of ['', ...mangled(secretPart(request))]) {
      expect(stage.receive(withPart(request, changed)), changed).toMatchObject(unauthorized);
    }
    expect(stage.receive(withoutSecret({ request, verification }))).toMatchObject(unauthorized);
    for (const secret of ['', stage.secretOf(0).slice(0, -1), `${stage.secretOf(0)}x`]) {
      expect(stage.receive(stage.sign({ secret }))).toMatchObject(unauthorized);
    }
  });
};

const checkTime = ({ webhook }: Given, stage: Stage) => {
  const when = (now: number) => stage.receive(stage.sign({ now }));
  const minutes = 60_000;
  test.runIf(!webhook.signsTime)('a request from days ago is verified: the vendor signs no time', () => {
    expect(when(testNow - 72 * HOUR_MS)).toMatchObject({ kind: 'verified' });
  });
  test.runIf(webhook.signsTime)('a time within five minutes either way is verified', () => {
    expect(when(testNow - 5 * minutes)).toMatchObject({ kind: 'verified' });
    expect(when(testNow + 5 * minutes)).toMatchObject({ kind: 'verified' });
  });
  test.runIf(webhook.signsTime)('an older request, and one from the future, are refused as stale', () => {
    expect(when(testNow - 5 * minutes - 1_000)).toMatchObject({ ...unauthorized, code: 'stale' });
    expect(when(testNow + 5 * minutes + 1_000)).toMatchObject({ ...unauthorized, code: 'stale' });
  });
};

const checkBodies = (_given: Given, stage: Stage) => {
  const signed = (body: Uint8Array) => stage.receive(stage.sign({ body }));

  test('a body over the limit is refused as too large, signed or not', () => {
    const body = bytes(`"${'x'.repeat(stage.limit())}"`);
    expect(signed(body)).toMatchObject({ kind: 'refused', status: 413 });
  });

  if (stage.isText) return;

  test.each([
    ['nothing', ''],
    ['half an object', '{"type": "a", '],
    ['a key that reaches the prototype', '{"__proto__": {"polluted": true}}'],
    ['a text', 'hello'],
  ])('a signed body that is %s is malformed', (_name, text) => {
    expect(signed(bytes(text))).toMatchObject({ kind: 'refused', status: 400 });
    expect(Reflect.get({}, 'polluted')).toBeUndefined();
  });

  test('a signed body that is not UTF-8 is malformed', () => {
    expect(signed(Uint8Array.from([0x7b, 0xff, 0xfe, 0x7d]))).toMatchObject({ kind: 'refused', status: 400 });
  });

  test('bodies made to be slow to read end like any other', () => {
    const size = Math.floor(stage.limit() / 3);
    const hostile = [
      '['.repeat(size),
      '"\\"'.repeat(size),
      `[${'1'.repeat(size)}.`,
      '{"a":'.repeat(size / 5),
    ];
    const answers = hostile.map((text) => {
      const request = stage.sign({ body: bytes(text) });
      return [stage.receive(request).kind, stage.normalise(request).kind];
    });
    expect(answers).toEqual(hostile.map(() => ['refused', 'failed']));
  });
};

const checkDedupe = ({ webhook }: Given, stage: Stage) => {
  const keyOf = (request: WebhookRequest): string => {
    const answer = stage.receive(request);
    return answer.kind === 'verified' ? answer.dedupeKey : answer.kind;
  };

  test('a redelivery has the key of the first delivery', () => {
    const later = stage.sign({ now: testNow + 60_000 });
    expect(keyOf(later)).toBe(keyOf(stage.sign({})));
  });

  test('other deliveries have other keys, and their events other ids', () => {
    const requests = webhook.examples.map((of, index) => stage.sign({ of, id: `delivery-${index}` }));
    const keys = requests.map(keyOf);
    expect(new Set(keys).size).toBe(webhook.examples.length);
    const ids = requests.flatMap((request) => {
      const made = stage.normalise(request);
      return made.kind === 'events' ? made.events.map((event) => event.messageId) : [];
    });
    expect(new Set(ids).size).toBe(ids.length);
  });
};

/** A body with a field that is not known yet; of a list, in each of its items. */
const withMore = (body: unknown): unknown => {
  if (Array.isArray(body)) return body.map((item: unknown) => withMore(item));
  return typeof body === 'object' ? { ...body, added_by_vendor: { deep: [1] } } : body;
};

const checkEvents = ({ webhook }: Given, stage: Stage) => {
  const cases = webhook.examples.map((example) => [example.name, example] as const);

  test.each(cases)('%s is verified and becomes what it should', (_name, of) => {
    const request = stage.sign({ of });
    expect(stage.receive(request)).toMatchObject({ kind: 'verified' });
    const made = stage.normalise(request);
    expect(made).toMatchObject({ kind: 'events', events: of.events, messages: of.messages ?? [] });
  });

  test.each(cases)('%s is read the same way every time, and is left as it was', (_name, of) => {
    const request = stage.sign({ of });
    const before = structuredClone(request);
    const first = stage.normalise(request);
    expect(stage.normalise(request)).toEqual(first);
    expect(request).toEqual(before);
    expect(JSON.parse(JSON.stringify(first))).toEqual(first);
  });

  test.each(cases)('%s gives events with an id of the instance, and a time', (_name, of) => {
    const made = stage.normalise(stage.sign({ of }));
    for (const event of made.kind === 'events' ? made.events : []) {
      expect(event.messageId.startsWith(`${at.instance}:`)).toBe(true);
      expect(Number.isNaN(Date.parse(String(event.timestamp)))).toBe(false);
    }
  });

  test.runIf(!stage.isText)('fields the vendor adds one day change nothing', () => {
    for (const of of webhook.examples) {
      const body = withMore(of.body);
      const made = stage.normalise(stage.sign({ of, body: bytes(JSON.stringify(body)) }));
      expect(made).toMatchObject({ kind: 'events', events: of.events, messages: of.messages ?? [] });
    }
  });
};

/** What holds of every inbound webhook. */
export const webhookChecks = (given: Given): void => {
  const stage = createStage(given);
  const verification = given.subject.plugin.webhooks[given.name]?.verification;
  if (verification === undefined) throw new Error(`The plugin has no webhook ${given.name}.`);
  if (verification.by === 'none') checkNothing(given, stage);
  else if (verification.by === 'secret') checkSecret(given, stage, verification);
  else if (verification.by === 'fields') checkFields(given, stage);
  else if (verification.by === 'token') checkToken(given, stage);
  else checkSignatures(given, stage);
  checkTime(given, stage);
  checkBodies(given, stage);
  checkDedupe(given, stage);
  checkEvents(given, stage);
};
