import { z } from 'zod';
import type { InboundEvent } from '../contract.ts';
import { eventNames } from './event-names.ts';

const text = z.string().trim().min(1);
const id = z.union([text, z.int().transform(String)]);
const externalId = z.object({ kind: text, value: id });

/** Who it is about: each by itself, so that one that cannot be read does not lose the others. */
const whoFields = { userId: id, anonymousId: id, email: text.min(3), phone: z.union([text.min(3), id]) };

const yesNo = z.union([
  z.boolean(),
  z
    .string()
    .trim()
    .toLowerCase()
    .pipe(z.enum(['true', 'false']))
    .transform((word) => word === 'true'),
]);

/** The body of a Standard Webhooks request. */
const envelope = z.object({
  type: text.max(200),
  timestamp: z.unknown(),
  data: z.record(z.string(), z.unknown()),
});

type Ignored = NonNullable<InboundEvent['ignored']>[number];
type Who = { -readonly [K in keyof typeof whoFields]?: string };
type ExternalIds = readonly z.output<typeof externalId>[];

/** A request that was read: the parts that say whose it is apart from the rest of the data. */
export type Payload = {
  readonly type: string;
  readonly timestamp: string | number | undefined;
  readonly who: Who;
  readonly externalIds: ExternalIds;
  readonly data: Readonly<Record<string, unknown>>;
  readonly ignored: readonly Ignored[];
};

const isNothing = (value: unknown): boolean => value === undefined || value === null || value === '';

const leftOut = (path: string, what: string): Ignored => ({
  path,
  message: `\`${path}\` is ${what}, and was left out.`,
});

const readWho = (data: Payload['data']): { readonly who: Who; readonly ignored: readonly Ignored[] } => {
  const who: Who = {};
  const ignored: Ignored[] = [];
  for (const field of ['userId', 'anonymousId', 'email', 'phone'] as const) {
    if (isNothing(data[field])) continue;
    const read = whoFields[field].safeParse(data[field]);
    if (read.success) who[field] = read.data;
    else ignored.push(leftOut(`data.${field}`, 'not a text that names somebody'));
  }
  return { who, ignored };
};

const readExternalIds = (list: unknown): { ids: ExternalIds; ignored: readonly Ignored[] } => {
  if (isNothing(list)) return { ids: [], ignored: [] };
  if (!Array.isArray(list)) return { ids: [], ignored: [leftOut('data.externalIds', 'not a list')] };
  const read = list.map((item: unknown) => externalId.safeParse(item));
  return {
    ids: read.flatMap((one) => (one.success ? [one.data] : [])),
    ignored: read.flatMap((one, index) =>
      one.success ? [] : [leftOut(`data.externalIds[${index}]`, 'not an identity')],
    ),
  };
};

const timeOf = (value: unknown): string | number | undefined =>
  typeof value === 'string' || typeof value === 'number' ? value : undefined;

/** Reads a body, or says in one sentence what is missing. Null and blank are nothing. */
export const readPayload = (
  json: unknown,
): { readonly ok: true; readonly value: Payload } | { readonly ok: false; readonly message: string } => {
  const parsed = envelope.safeParse(json);
  if (!parsed.success) {
    const [first] = parsed.error.issues;
    return { ok: false, message: `${first?.path.join('.') ?? ''}: ${first?.message ?? ''}` };
  }
  const { type, timestamp, data } = parsed.data;
  const { who, ignored } = readWho(data);
  const { ids: externalIds, ignored: more } = readExternalIds(data['externalIds']);
  const [first] = [...ignored, ...more];
  if (Object.keys(who).length === 0 && externalIds.length === 0) {
    const needed = 'data: one of userId, anonymousId, email, phone and externalIds is needed.';
    return { ok: false, message: first === undefined ? needed : `${first.message} ${needed}` };
  }
  if (type === 'consent.changed' && !yesNo.safeParse(data['granted']).success) {
    return { ok: false, message: 'data.granted: consent.changed needs granted: true or false.' };
  }
  const value = {
    type,
    timestamp: timeOf(timestamp),
    who,
    externalIds,
    data,
    ignored: [...ignored, ...more],
  };
  return { ok: true, value };
};

const identityOf = ({ who, externalIds }: Payload) => {
  const { userId, anonymousId, email, phone } = who;
  const all = [
    ...externalIds,
    ...(email === undefined ? [] : [{ kind: 'email', value: email }]),
    ...(phone === undefined ? [] : [{ kind: 'phone', value: phone }]),
  ];
  return {
    ...(userId === undefined ? {} : { userId }),
    ...(anonymousId === undefined ? {} : { anonymousId }),
    ...(all.length === 0 ? {} : { externalIds: all }),
  };
};

const consentOf = (data: Payload['data']) => {
  const word = (name: string): string | undefined => text.safeParse(data[name]).data;
  const textVersion = word('textVersion');
  return {
    granted: yesNo.parse(data['granted']),
    channel: word('channel') ?? 'email',
    topic: word('topic') ?? '*',
    ...(textVersion === undefined ? {} : { textVersion }),
    ...(data['confirmed'] === true ? { confirmed: true } : {}),
  };
};

/**
 * What a payload becomes. Identities leave the properties; a customer's data become traits as well; a type
 * we have no name for is a `track` event of that name.
 */
export const eventsOf = (payload: Payload): readonly InboundEvent[] => {
  const { type, timestamp, who, data, ignored } = payload;
  const { userId: _user, anonymousId: _anonymous, externalIds: _ids, email, phone, ...properties } = data;
  // Null takes back what was known; what cannot be read says nothing.
  const contact = {
    ...(email === undefined || (email !== null && who.email === undefined)
      ? {}
      : { email: who.email ?? null }),
    ...(phone === undefined || (phone !== null && who.phone === undefined)
      ? {}
      : { phone: who.phone ?? null }),
  };
  const test = properties['test'] === true ? { context: { test: true } } : {};
  const common = {
    ...identityOf(payload),
    timestamp,
    ...test,
    ...(ignored.length === 0 ? {} : { ignored: [...ignored] }),
  };
  const event = eventNames.get(type) ?? type;

  if (type === 'consent.changed') {
    const said = consentOf(data);
    const name = said.granted ? 'Consent Granted' : 'Consent Withdrawn';
    return [{ type: 'track', event: name, properties: { source: 'webhook', ...said }, ...common }];
  }
  if (type === 'customer.created' || type === 'customer.updated') {
    return [
      { type: 'identify', traits: { ...contact, ...properties }, ...common },
      { type: 'track', event, properties, ...common },
    ];
  }
  return [{ type: 'track', event, properties, ...common }];
};
