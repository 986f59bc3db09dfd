import { randomUUID } from 'node:crypto';

import type { AcceptedEvent } from '../domain/events/event.ts';
import type { Stage } from './stage.ts';

/** Runs jobs side by side, at most `width` at once; the seconds it took. */
export const timed = async (input: {
  count: number;
  width: number;
  job: (n: number) => Promise<unknown>;
}): Promise<number> => {
  const began = performance.now();
  let next = 0;
  const lane = async (): Promise<void> => {
    for (let n = next++; n < input.count; n = next++) await input.job(n);
  };
  await Promise.all(Array.from({ length: input.width }, lane));
  return (performance.now() - began) / 1000;
};

/** Waits until something holds, asking every few milliseconds. */
export const until = async (holds: () => Promise<boolean>, everyMs = 20): Promise<void> => {
  while (!(await holds())) {
    await new Promise((resolve) => {
      setTimeout(resolve, everyMs);
    });
  }
};

/** A track event as the API accepts it. */
export const track = (input: {
  userId: string;
  name: string;
  properties?: AcceptedEvent['properties'];
}): AcceptedEvent => ({
  messageId: randomUUID(),
  type: 'track',
  name: input.name,
  userId: input.userId,
  externalIds: [],
  properties: input.properties ?? {},
  traits: {},
  context: {},
  timestamp: Date.now(),
  source: 'api',
  trust: 'server',
  backfill: false,
});

/** Makes people who may be written to, `<prefix>0` and up. */
export const addPeople = async (input: {
  stage: Stage;
  prefix: string;
  count: number;
  tenant?: string;
}): Promise<void> => {
  const tenant = input.tenant ?? 'bench';
  const { accept, dispatcher } = input.stage.assembled.engine;
  const people = Array.from({ length: input.count }, (_, n): AcceptedEvent[] => {
    const userId = `${input.prefix}${n}`;
    const traits = { email: `${userId}@example.com`, firstName: 'Ana', locale: 'en' };
    return [
      { ...track({ userId, name: 'identify' }), type: 'identify', traits },
      track({ userId, name: 'Consent Granted', properties: { channel: 'email', topic: '*' } }),
    ];
  });
  for (let from = 0; from < people.length; from += 500) {
    await accept({ tenant, events: people.slice(from, from + 500).flat() });
    await dispatcher.idle();
  }
};

/** The median of numbers. */
export const median = (numbers: readonly number[]): number => {
  const sorted = numbers.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
};

/** The value below which a share of the numbers lies. */
export const percentile = (numbers: readonly number[], share: number): number => {
  const sorted = numbers.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
};
