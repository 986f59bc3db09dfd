import { z } from 'zod';
import type { InboundEvent } from '../contract.ts';
import { eventNames } from './event-names.ts';

const id = z.union([z.string().min(1), z.int().transform(String)]);

const who = z.object({
  userId: id.optional(),
  anonymousId: id.optional(),
  email: z.string().min(3).optional(),
  phone: z.string().min(3).optional(),
  externalIds: z.array(z.object({ kind: z.string().min(1), value: id })).optional(),
});

const consent = z.object({
  granted: z.boolean(),
  channel: z.string().min(1).default('email'),
  topic: z.string().min(1).default('*'),
  textVersion: z.string().optional(),
});

/** The body of a Standard Webhooks request, with somebody in its data. */
const payload = z.object({
  type: z.string().min(1).max(200),
  timestamp: z.iso.datetime({ offset: true }),
  data: z
    .looseObject(who.shape)
    .refine(
      (data) =>
        [data.userId, data.anonymousId, data.email, data.phone].some((one) => one !== undefined) ||
        (data.externalIds ?? []).length > 0,
      'One of userId, anonymousId, email, phone and externalIds is needed.',
    ),
});

export type Payload = z.output<typeof payload>;

/** Reads a body, or says in one sentence what is missing. */
export const readPayload = (
  json: unknown,
): { readonly ok: true; readonly value: Payload } | { readonly ok: false; readonly message: string } => {
  const parsed = payload.safeParse(json);
  if (!parsed.success) {
    const [first] = parsed.error.issues;
    return { ok: false, message: `${first?.path.join('.') ?? ''}: ${first?.message ?? ''}` };
  }
  const { type, data } = parsed.data;
  return type === 'consent.changed' && !consent.safeParse(data).success
    ? { ok: false, message: 'data: consent.changed needs granted: true or false.' }
    : { ok: true, value: parsed.data };
};

const identityOf = (data: Payload['data']) => {
  const { userId, anonymousId, email, phone, externalIds = [] } = data;
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

/**
 * What a payload becomes. Identities leave the properties; a customer's data become traits as well; a type
 * we have no name for is a `track` event of that name.
 */
export const eventsOf = ({ type, timestamp, data }: Payload): readonly InboundEvent[] => {
  const { userId: _user, anonymousId: _anonymous, externalIds: _ids, ...traits } = data;
  const { email: _email, phone: _phone, ...properties } = traits;
  const test = properties['test'] === true ? { context: { test: true } } : {};
  const common = { ...identityOf(data), timestamp, ...test };
  const event = eventNames.get(type) ?? type;

  if (type === 'consent.changed') {
    const { granted, ...said } = consent.parse(data);
    const name = granted ? 'Consent Granted' : 'Consent Withdrawn';
    return [{ type: 'track', event: name, properties: { source: 'webhook', ...said }, ...common }];
  }
  if (type === 'customer.created' || type === 'customer.updated') {
    return [
      { type: 'identify', traits, ...common },
      { type: 'track', event, properties, ...common },
    ];
  }
  return [{ type: 'track', event, properties, ...common }];
};
