import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { eventLimits } from './call-refusal.ts';
import { parseBatchContext } from './call-bags.ts';
import { parseCall } from './segment-call.ts';

const receivedAt = Date.parse('2026-03-29T12:00:00.000Z');
const parse = (call: unknown, more: Partial<Parameters<typeof parseCall>[0]> = {}) =>
  parseCall({ call, receivedAt, source: 'api', idFrom: () => 'made', ...more });
const accepted = (call: unknown, more: Partial<Parameters<typeof parseCall>[0]> = {}) => {
  const parsed = parse(call, more);
  if (!parsed.ok) throw new Error(`refused: ${parsed.message}`);
  return parsed.event;
};
const refused = (call: unknown, more: Partial<Parameters<typeof parseCall>[0]> = {}) => {
  const parsed = parse(call, more);
  if (parsed.ok) throw new Error('accepted');
  return { code: parsed.code, path: parsed.path };
};
const track = { type: 'track', event: 'Order Completed', userId: '42' };

describe('what a call becomes', () => {
  it('fills in every default of a track call', () => {
    expect(accepted(track)).toEqual({
      messageId: 'made',
      type: 'track',
      name: 'Order Completed',
      userId: '42',
      externalIds: [],
      properties: {},
      traits: {},
      context: {},
      timestamp: receivedAt,
      source: 'api',
      backfill: false,
    });
  });

  it('keeps what a client says: ids, properties, context', () => {
    const call = {
      ...track,
      messageId: 'm-1',
      anonymousId: 'anon-1',
      properties: { revenue: 12.5, products: [{ sku: 'a' }], ok: false },
      context: { ip: '1.2.3.4' },
      integrations: { 'Segment.io': true },
    };
    expect(accepted(call)).toMatchObject({
      messageId: 'm-1',
      anonymousId: 'anon-1',
      properties: { revenue: 12.5, products: [{ sku: 'a' }], ok: false },
      context: { ip: '1.2.3.4' },
    });
  });

  it('names identify, page, screen, group and alias calls after the call', () => {
    const common = { userId: '42', groupId: 'g', previousId: 'p' };
    for (const type of ['identify', 'page', 'screen', 'group', 'alias'] as const) {
      expect(accepted({ ...common }, { type }).name).toBe(type);
    }
  });

  it('puts the name and category of a page among its properties', () => {
    const page = { type: 'page', anonymousId: 'a', name: 'Home', category: 'Shop', properties: { url: '/' } };
    expect(accepted(page).properties).toEqual({ name: 'Home', category: 'Shop', url: '/' });
  });

  it('adds the camel-case name of traits written in snake case', () => {
    const call = {
      type: 'identify',
      userId: '1',
      traits: { first_name: 'Ana', last_name: 'R', lastName: 'Ruiz' },
    };
    expect(accepted(call).traits).toEqual({
      first_name: 'Ana',
      firstName: 'Ana',
      last_name: 'R',
      lastName: 'Ruiz',
    });
  });

  it('takes a number for an id, and null for none', () => {
    expect(accepted({ ...track, userId: 42, anonymousId: null }).userId).toBe('42');
  });

  it('lays the context of a batch under that of the call', () => {
    const event = accepted(
      { ...track, context: { locale: 'es' } },
      { batchContext: { locale: 'en', app: 'x' } },
    );
    expect(event.context).toEqual({ locale: 'es', app: 'x' });
  });

  it('takes a blank message id for none, so that events do not become one', () => {
    expect(accepted({ ...track, messageId: '  ' }).messageId).toBe('made');
  });
});

describe('whom it is about', () => {
  it('takes an e-mail address in context.traits for an identity of a track call', () => {
    const call = { type: 'track', event: 'Viewed', context: { traits: { email: 'a@b.co' } } };
    expect(accepted(call).externalIds).toEqual([{ kind: 'email', value: 'a@b.co' }]);
  });

  it('takes identities in the form of Segment and in ours', () => {
    const call = {
      ...track,
      externalIds: [{ kind: 'shopify-customer', value: '7' }],
      context: { externalIds: [{ id: 'x', type: 'user_id', collection: 'users', encoding: 'none' }] },
    };
    expect(accepted(call).externalIds).toEqual([
      { kind: 'shopify-customer', value: '7' },
      { kind: 'user', value: 'x' },
    ]);
  });

  it('takes an identify call with nothing but an e-mail address in its traits', () => {
    expect(accepted({ type: 'identify', traits: { email: 'a@b.co' } }).traits).toEqual({ email: 'a@b.co' });
  });

  it.each([
    [{ type: 'track', event: 'x' }, 'missing-identity', 'userId'],
    [{ type: 'track', event: 'x', userId: '' }, 'missing-identity', 'userId'],
    [{ type: 'alias', userId: 'a' }, 'missing-previous-id', 'previousId'],
    [{ type: 'alias', previousId: 'a' }, 'missing-user-id', 'userId'],
    [{ type: 'group', userId: 'a' }, 'missing-group-id', 'groupId'],
    [{ ...track, userId: { $ne: '' } }, 'bad-id', 'userId'],
    [{ ...track, userId: ['a'] }, 'bad-id', 'userId'],
    [{ ...track, anonymousId: 'x'.repeat(321) }, 'bad-id', 'anonymousId'],
    [{ ...track, userId: 0.1 }, 'bad-id', 'userId'],
    [{ ...track, externalIds: [{ kind: 'a:b', value: 'x' }] }, 'bad-external-id', 'externalIds[0]'],
    [{ ...track, externalIds: 'x' }, 'bad-external-id', 'externalIds'],
    [{ ...track, externalIds: [null] }, 'bad-external-id', 'externalIds[0]'],
  ])('refuses %j as %s', (call, code, path) => {
    expect(refused(call)).toEqual({ code, path });
  });
});

describe('what is refused', () => {
  it.each([
    [null, 'not-json', ''],
    ['x', 'not-json', ''],
    [[track], 'not-json', ''],
    [{ userId: '1' }, 'unknown-type', 'type'],
    [{ type: '__proto__', userId: '1' }, 'unknown-type', 'type'],
    [{ type: 'track', userId: '1' }, 'missing-event', 'event'],
    [{ ...track, event: ' ' }, 'bad-event', 'event'],
    [{ ...track, event: 7 }, 'bad-event', 'event'],
    [{ ...track, event: 'x'.repeat(201) }, 'bad-event', 'event'],
    [{ ...track, event: 'identify' }, 'reserved-name', 'event'],
    [{ ...track, event: 'Privacy Erase Requested' }, 'reserved-name', 'event'],
    [{ ...track, event: 'Email Bounced' }, 'reserved-name', 'event'],
    [{ ...track, event: 'Journey Entry Requested' }, 'reserved-name', 'event'],
    [{ ...track, messageId: 'x'.repeat(101) }, 'bad-message-id', 'messageId'],
    [{ ...track, messageId: 5 }, 'bad-message-id', 'messageId'],
    [{ ...track, backfill: 'true' }, 'bad-backfill', 'backfill'],
    [{ ...track, properties: [] }, 'not-json', 'properties'],
    [{ ...track, properties: 'x' }, 'not-json', 'properties'],
    [{ ...track, properties: { a: { $gt: 1 } } }, 'bad-key', 'properties.a.$gt'],
    [{ ...track, properties: { 'a.b': 1 } }, 'bad-key', 'properties.a.b'],
    [{ ...track, properties: { '': 1 } }, 'bad-key', 'properties'],
    [{ ...track, properties: { list: [1, { 'x\0': 1 }] } }, 'bad-key', 'properties.list[1].x\0'],
    [
      { ...track, properties: JSON.parse('{"a":{"__proto__":{"x":1}}}') },
      'bad-key',
      'properties.a.__proto__',
    ],
    [{ ...track, properties: { constructor: { prototype: {} } } }, 'bad-key', 'properties.constructor'],
    [{ ...track, properties: JSON.parse('{"big":1e999}') }, 'not-a-number', 'properties.big'],
    [{ ...track, properties: { n: Number.NaN } }, 'not-a-number', 'properties.n'],
    [{ ...track, properties: { text: 'x'.repeat(40_000) } }, 'too-large', 'properties.text'],
    [{ ...track, properties: { text: 'é'.repeat(20_000) } }, 'too-large', 'properties'],
    [{ ...track, properties: { text: '\u0001'.repeat(10_000) } }, 'too-large', 'properties'],
  ])('refuses %j as %s', (call, code, path) => {
    expect(refused(call)).toEqual({ code, path });
  });

  it('counts the limits over the parts of an event together', () => {
    const half = { text: 'x'.repeat(20_000) };
    expect(refused({ ...track, properties: half, context: half }).code).toBe('too-large');
  });

  it('takes a property called constructor that holds no prototype', () => {
    expect(accepted({ ...track, properties: { constructor: 'Ferrari' } }).properties).toEqual({
      constructor: 'Ferrari',
    });
  });

  it('refuses depth 10,000 and 100,000 keys within milliseconds', () => {
    const deep: unknown = JSON.parse(`${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`);
    const wide = Object.fromEntries(Array.from({ length: 100_000 }, (_, index) => [`k${index}`, 1]));
    // Our own time, not that of others on the machine.
    const began = process.cpuUsage();
    expect(refused({ ...track, properties: { deep } }).code).toBe('too-deep');
    expect(refused({ ...track, properties: wide }).code).toBe('too-many-properties');
    expect(process.cpuUsage(began).user / 1000).toBeLessThan(200);
  });

  it('never takes what a client sends for a refusal of its own', () => {
    const properties = { ok: false, code: 'x', message: 'y', path: '', mend: '' };
    expect(accepted({ ...track, properties }).properties).toEqual(properties);
  });
});

describe('when it happened', () => {
  it('takes the difference of the client clock, not the clock itself', () => {
    const call = { ...track, timestamp: '2020-01-01T00:00:00.000Z' };
    expect(accepted(call, { sentAt: '2020-01-01T00:00:05.000Z' }).timestamp).toBe(receivedAt - 5000);
    expect(accepted({ ...call, sentAt: '2020-01-01T00:01:00Z' }, { sentAt: 'ignored' }).timestamp).toBe(
      receivedAt - 60_000,
    );
  });

  it('takes a timestamp without sentAt as it is, as an import has it', () => {
    const call = { ...track, timestamp: '2024-02-29T10:00:00+02:00' };
    expect(accepted(call).timestamp).toBe(Date.parse('2024-02-29T08:00:00Z'));
  });

  it('leaves a call that another service corrected as it is', () => {
    const call = {
      ...track,
      timestamp: '2026-01-01T00:00:00Z',
      originalTimestamp: '2026-01-01T05:00:00Z',
      sentAt: '2026-01-01T05:00:01Z',
    };
    expect(accepted(call).timestamp).toBe(Date.parse('2026-01-01T00:00:00Z'));
  });

  it.each([
    ['2026-03-01T10:00:00', '2026-03-01T10:00:00Z'],
    ['2026-03-01 10:00', '2026-03-01T10:00:00Z'],
    ['2026-03-01', '2026-03-01T00:00:00Z'],
    ['2026-03-01T10:00:00.123456Z', '2026-03-01T10:00:00.123Z'],
  ])('reads %s, without a zone as UTC', (timestamp, expected) => {
    expect(accepted({ ...track, timestamp }).timestamp).toBe(Date.parse(expected));
  });

  it.each(['yesterday', '2026-02-30T00:00:00Z', '2026-13-01', '', {}, true, '9'.repeat(1000)])(
    'refuses %j',
    (timestamp) => {
      expect(refused({ ...track, timestamp })).toEqual({ code: 'bad-timestamp', path: 'timestamp' });
    },
  );

  it('says when the time of sending cannot be read, since then nothing can be corrected', () => {
    expect(refused({ ...track, sentAt: 'now' })).toEqual({ code: 'bad-timestamp', path: 'sentAt' });
  });
});

describe('backfill', () => {
  it.each([
    [{ ...track, backfill: true }, true],
    [{ ...track, context: { backfill: true } }, true],
    [{ ...track, backfill: false }, false],
    [track, false],
  ])('of %j is %s', (call, expected) => {
    expect(accepted(call).backfill).toBe(expected);
  });

  it('of the request counts for every call', () => {
    expect(accepted(track, { backfill: true }).backfill).toBe(true);
  });
});

describe('the context of a batch', () => {
  it('is looked through like that of a call', () => {
    expect(parseBatchContext({ a: 1 })).toEqual({ ok: true, context: { a: 1 } });
    expect(parseBatchContext(undefined)).toEqual({ ok: true, context: {} });
    expect(parseBatchContext({ $a: 1 })).toMatchObject({ ok: false, code: 'bad-key' });
    expect(parseBatchContext('x')).toMatchObject({ ok: false, code: 'not-json' });
  });
});

describe('anything at all', () => {
  const fields = fc.record(
    {
      type: fc.oneof(fc.constantFrom('track', 'identify', 'page', 'screen', 'group', 'alias'), fc.anything()),
      event: fc.oneof(fc.string(), fc.anything()),
      userId: fc.oneof(fc.string(), fc.anything()),
      anonymousId: fc.anything(),
      previousId: fc.anything(),
      groupId: fc.anything(),
      messageId: fc.oneof(fc.string(), fc.anything()),
      timestamp: fc.oneof(fc.date({ noInvalidDate: true }).map(String), fc.anything()),
      sentAt: fc.anything(),
      originalTimestamp: fc.anything(),
      properties: fc.oneof(fc.object(), fc.anything()),
      traits: fc.oneof(fc.object(), fc.anything()),
      context: fc.oneof(fc.object(), fc.anything()),
      externalIds: fc.anything(),
      backfill: fc.anything(),
    },
    { requiredKeys: [] },
  );
  const hasForbiddenKey = (value: unknown): boolean =>
    typeof value === 'object' &&
    value !== null &&
    Object.entries(value).some(([key, inner]) => /^\$|\.|^__proto__$|^$/.test(key) || hasForbiddenKey(inner));

  it('is accepted within the limits or refused with a reason, and never throws', () => {
    fc.assert(
      fc.property(
        fc.oneof(fields, fc.anything({ withBigInt: true, withDate: true, withMap: true })),
        (call) => {
          const parsed = parse(call);
          if (!parsed.ok) {
            return parsed.message.length > 0 && parsed.code.length > 0 && parsed.mend.length > 0;
          }
          const { event } = parsed;
          return (
            JSON.stringify(event).length > 0 &&
            Number.isSafeInteger(event.timestamp) &&
            event.messageId.length <= eventLimits.messageId &&
            ![event.properties, event.traits, event.context].some(hasForbiddenKey)
          );
        },
      ),
      { numRuns: 2000 },
    );
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  });
});
