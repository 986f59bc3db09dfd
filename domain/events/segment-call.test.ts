import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { eventLimits } from './call-refusal.ts';
import type { Ignored } from './ignored.ts';
import { readBatchContext } from './call-bags.ts';
import { receivedAt, parse, accepted, ignored, refused, track, nobody } from './calls-for-tests.ts';

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
      trust: 'server',
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
    [{ ...nobody, anonymousId: 'x'.repeat(321) }, 'bad-id', 'anonymousId'],
    [{ ...track, userId: 0.1 }, 'bad-id', 'userId'],
    [{ ...nobody, externalIds: [{ kind: 'a:b', value: 'x' }] }, 'bad-external-id', 'externalIds[0]'],
    [{ ...nobody, externalIds: 'x' }, 'bad-external-id', 'externalIds'],
    [{ ...nobody, externalIds: [null] }, 'bad-external-id', 'externalIds[0]'],
    [{ type: 'alias', userId: 'a', previousId: {} }, 'bad-id', 'previousId'],
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
    [{ ...track, event: {} }, 'bad-event', 'event'],
    [{ ...track, event: 'x'.repeat(201) }, 'bad-event', 'event'],
    [{ ...track, event: 'identify' }, 'reserved-name', 'event'],
    [{ ...track, event: 'Privacy Erase Requested' }, 'reserved-name', 'event'],
    [{ ...track, event: 'Email Bounced' }, 'reserved-name', 'event'],
    [{ ...track, event: 'email\u00a0bounced' }, 'reserved-name', 'event'],
    [{ ...track, event: 'Segment\u200b Joined ' }, 'reserved-name', 'event'],
    [{ ...track, event: 'Journey Entry Requested' }, 'reserved-name', 'event'],
    [{ ...track, properties: { text: 'x'.repeat(40_000) } }, 'too-large', 'properties.text'],
    [{ ...track, properties: { text: 'é'.repeat(20_000) } }, 'too-large', 'properties.text'],
    [{ ...track, properties: { text: '\u0001'.repeat(10_000) } }, 'too-large', 'properties.text'],
  ])('refuses %j as %s', (call, code, path) => {
    expect(refused(call)).toEqual({ code, path });
  });

  it('takes a property called constructor that holds no prototype', () => {
    expect(accepted({ ...track, properties: { constructor: 'Ferrari' } }).properties).toEqual({
      constructor: 'Ferrari',
    });
  });

  it('reads depth 10,000 and 100,000 keys within milliseconds', () => {
    const deep: unknown = JSON.parse(`${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`);
    const wide = Object.fromEntries(Array.from({ length: 100_000 }, (_, index) => [`k${index}`, 1]));
    // Our own time, not that of others on the machine.
    const began = process.cpuUsage();
    expect(ignored({ ...track, properties: { deep } })).toHaveLength(1);
    expect(refused({ ...track, properties: wide }).code).toBe('too-many-properties');
    expect(process.cpuUsage(began).user / 1000).toBeLessThan(200);
  });

  it('never takes what a client sends for a refusal of its own', () => {
    const properties = { ok: false, code: 'x', message: 'y', path: '', hint: '' };
    expect(accepted({ ...track, properties }).properties).toEqual(properties);
  });
});

describe('what is left out', () => {
  const kept = { ok: 1 };
  it.each<[Record<string, unknown>, string[]]>([
    [{ messageId: {} }, ['messageId']],
    [{ context: 'x' }, ['context']],
    [{ context: null }, []],
    [{ context: [] }, ['context']],
    [{ anonymousId: 'x'.repeat(321) }, ['anonymousId']],
    [{ previousId: 0.5, groupId: true }, ['previousId', 'groupId']],
    [{ externalIds: 'x' }, ['externalIds']],
    [{ externalIds: [null, { kind: 'a:b', value: 'x' }] }, ['externalIds[0]', 'externalIds[1]']],
    [{ properties: { ...kept, a: { $gt: 1 } } }, ['properties.a.$gt']],
    [{ properties: { ...kept, 'a.b': 1, '': 2 } }, ['properties.a.b', 'properties']],
    [{ properties: { ...kept, list: [{ 'x\0': 1 }] } }, ['properties.list[0].x\0']],
    [{ properties: JSON.parse('{"ok":1,"__proto__":{"x":1}}') }, ['properties.__proto__']],
    [{ properties: { ...kept, constructor: { prototype: {} } } }, ['properties.constructor']],
    [{ properties: JSON.parse('{"ok":1,"big":1e999}') }, ['properties.big']],
    [{ properties: { ...kept, n: Number.NaN } }, ['properties.n']],
    [{ properties: { ...kept, order_id: 5.764e17 } }, ['properties.order_id']],
    [
      { properties: { ...kept, revenue: 'much', currency: 5 } },
      ['properties.revenue', 'properties.currency'],
    ],
    [{ event: 'Consent Granted', properties: { ...kept, channel: {}, topic: 7 } }, ['properties.channel']],
    [{ properties: kept, context: { text: 'x'.repeat(40_000), locale: 'es' } }, ['context.text']],
  ])('of %j is said, and the rest is taken', (more, paths) => {
    const call = { ...track, properties: kept, ...more };
    expect(ignored(call)).toEqual(paths);
    expect(accepted(call)).toMatchObject({ userId: '42', properties: kept });
  });

  it('is the context before it is the event: the largest of its fields first', () => {
    const call = {
      ...track,
      properties: { text: 'x'.repeat(20_000) },
      context: { userAgent: 'y'.repeat(15_000), locale: 'es' },
    };
    expect(accepted(call)).toMatchObject({ properties: call.properties, context: { locale: 'es' } });
    expect(ignored(call)).toEqual(['context.userAgent']);
  });

  it('is nothing where a bag is no object', () => {
    for (const properties of [[], 'x', 7]) {
      expect(accepted({ ...track, properties }).properties).toEqual({});
      expect(ignored({ ...track, properties })).toEqual(['properties']);
    }
  });

  it('takes a number for a message id and for a name, and a hash for an id that is too long', () => {
    expect(accepted({ ...track, messageId: 5, event: 7 })).toMatchObject({ messageId: '5', name: '7' });
    const long = { ...track, messageId: 'x'.repeat(101) };
    expect(accepted(long).messageId).toMatch(/^hash-/);
    expect(accepted(long).messageId).toBe(accepted(long).messageId);
    expect(accepted(long).messageId).not.toBe(accepted({ ...long, messageId: 'y'.repeat(101) }).messageId);
    expect(ignored(long)).toEqual(['messageId']);
  });

  it('of an event that is wrong everywhere is not said everywhere', () => {
    const properties = Object.fromEntries(Array.from({ length: 500 }, (_, index) => [`$${index}`, 1]));
    expect(ignored({ ...track, properties })).toHaveLength(20);
  });

  /** Fields that an event can do without; `backfill` is read for the safe side instead. */
  const optional = [
    'messageId',
    'timestamp',
    'sentAt',
    'originalTimestamp',
    'context',
    'externalIds',
  ] as const;
  const spoilt = fc.oneof(
    fc.constantFrom(null, '', ' ', 'x', 0, -1, 1e300, true, [], {}, [null], { $a: 1 }, 'x'.repeat(50_000)),
    fc.anything({ maxDepth: 2, withNullPrototype: false }),
  );

  it('never changes what is taken of the rest, whatever an optional field holds', () => {
    const sound = {
      ...track,
      messageId: 'm-1',
      anonymousId: 'a-1',
      properties: { order_id: 'o-1', revenue: 49.9, products: [{ sku: 'a', quantity: 2 }] },
      context: { locale: 'es' },
    };
    const fields = fc.dictionary(fc.constantFrom(...optional), spoilt);
    const properties = fc.dictionary(fc.constantFrom('tax', 'note', 'a.b', '$c', 'gift_id'), spoilt);
    fc.assert(
      fc.property(fields, properties, (broken, more) => {
        fc.pre(
          JSON.stringify(more, (_key, value: unknown) => (typeof value === 'bigint' ? 0 : value)).length <
            20_000,
        );
        const event = accepted({ ...sound, ...broken, properties: { ...more, ...sound.properties } });
        expect(event).toMatchObject({
          name: sound.event,
          userId: '42',
          anonymousId: 'a-1',
          properties: sound.properties,
        });
        if (!('messageId' in broken)) expect(event.messageId).toBe('m-1');
        if (!('context' in broken)) expect(event.context).toEqual(sound.context);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('the context of a batch', () => {
  it('is looked through like that of a call', () => {
    const read = (value: unknown) => {
      const notes: Ignored[] = [];
      return { context: readBatchContext({ value, notes }), ignored: notes.map(({ path }) => path) };
    };
    expect(read({ a: 1 })).toEqual({ context: { a: 1 }, ignored: [] });
    expect(read(undefined)).toEqual({ context: {}, ignored: [] });
    expect(read({ $a: 1, b: 2 })).toEqual({ context: { b: 2 }, ignored: ['context.$a'] });
    expect(read('x')).toEqual({ context: {}, ignored: ['context'] });
    expect(read({ a: 1, b: 'x'.repeat(40_000) })).toEqual({ context: { a: 1 }, ignored: ['context.b'] });
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
            return parsed.message.length > 0 && parsed.code.length > 0 && parsed.hint.length > 0;
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
