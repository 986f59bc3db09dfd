import { randomUUID } from 'node:crypto';

import type { AcceptedEvent } from '../../domain/events/event.ts';
import type { TestedEngine } from './engine-verbs.ts';

const event = (input: Partial<AcceptedEvent> & { name: string; timestamp: number }): AcceptedEvent => ({
  messageId: randomUUID(),
  type: 'track',
  externalIds: [],
  properties: {},
  traits: {},
  context: {},
  source: 'api',
  trust: 'server',
  backfill: false,
  ...input,
});

/** Many people who may be written to, and who start a journey; settles when all of it is done. */
export const enterMany = async (
  engine: TestedEngine,
  journey: string,
  people: readonly string[],
): Promise<void> => {
  const { tenant } = engine;
  const timestamp = engine.engine.clock.now(tenant);
  const each = (make: (userId: string) => Partial<AcceptedEvent> & { name: string }) =>
    people.map((userId) => event({ timestamp, userId, ...make(userId) }));
  const batches = [
    each((userId) => ({
      name: 'identify',
      type: 'identify',
      traits: { email: `${userId}@example.com`, firstName: 'Ana' },
    })),
    each(() => ({ name: 'Consent Granted', properties: { channel: 'email', topic: '*' } })),
    each(() => ({ name: `Started ${journey}` })),
  ];
  for (const events of batches) {
    await engine.engine.accept({ tenant, events });
    await engine.comeToRest(tenant);
  }
};
