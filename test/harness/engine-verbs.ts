import { randomUUID } from 'node:crypto';

import { type AcceptedEvent, eventIdOf } from '../../domain/events/event.ts';
import type { JsonObject } from '../../domain/json.ts';
import type { Metrics } from '../../platform/metrics.ts';
import type { Engine } from '../../server/engine.ts';
import type { Stores } from '../../server/stores/stores.ts';
import type { EngineKeys } from './engine-keys.ts';
import type { MailServer } from './mail-server.ts';

/** What a test makes people do and asks of an engine, on servers or in memory. */
export type EngineVerbs = {
  /** Accepts a track event now and waits until it was dispatched; answers its id. */
  readonly track: (
    userId: string,
    event: string,
    properties?: JsonObject,
    more?: Partial<AcceptedEvent>,
  ) => Promise<string>;
  /** The same for an event that is given in full. */
  readonly send: (event: Partial<AcceptedEvent> & { name: string }) => Promise<string>;
  readonly identify: (userId: string, traits: JsonObject) => Promise<void>;
  /** Somebody who may be written to. */
  readonly customer: (userId: string, traits?: JsonObject) => Promise<void>;
  readonly profileId: (userId: string) => Promise<string>;
  readonly subjects: (address: string) => readonly string[];
};

/** An engine under test, on servers or in memory, with a tenant, an SMTP server and an API of its own. */
export type TestedEngine = EngineVerbs & {
  readonly tenant: string;
  readonly url: string;
  readonly mail: MailServer;
  readonly keys: EngineKeys;
  readonly engine: Engine;
  readonly metrics: Metrics;
  readonly opened: { readonly stores: Stores };
  readonly publish: Engine['publish'];
  readonly publishFiles: (files: Readonly<Record<string, string>>) => Promise<void>;
  /** Asks the API. */
  readonly request: (path: string, init?: RequestInit) => Promise<Response>;
  /** Moves the clock of the tenant on; everything that is due meanwhile is done. */
  readonly days: (days: number) => Promise<void>;
  /** Waits until everything that is at hand has been done, also what comes of it. */
  readonly comeToRest: Engine['comeToRest'];
  readonly close: () => Promise<void>;
};

const accepted = (input: Partial<AcceptedEvent> & { name: string; timestamp: number }): AcceptedEvent => ({
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

/** Makes the verbs of an engine; `rest` waits until what was accepted has been dispatched. */
export const createVerbs = (deps: {
  tenant: string;
  engine: Engine;
  stores: Pick<Stores, 'profiles'>;
  mail: Pick<MailServer, 'to'>;
  rest: () => Promise<void>;
}): EngineVerbs => {
  const { tenant, engine, stores, mail } = deps;
  const send: EngineVerbs['send'] = async (event) => {
    const full = accepted({ timestamp: engine.clock.now(tenant), ...event });
    await engine.accept({ tenant, events: [full] });
    await deps.rest();
    return eventIdOf(full);
  };
  const identify: EngineVerbs['identify'] = async (userId, traits) => {
    await send({ name: 'identify', type: 'identify', userId, traits });
  };
  return {
    send,
    identify,
    track: (userId, name, properties = {}, more = {}) => send({ name, userId, properties, ...more }),
    customer: async (userId, traits = {}) => {
      await identify(userId, { email: `${userId}@example.com`, firstName: 'Ana', ...traits });
      await send({ name: 'Consent Granted', userId, properties: { channel: 'email', topic: '*' } });
    },
    profileId: async (userId) => {
      const [profile] = await stores.profiles.withIds({ tenant, ids: [`user:${userId}`] });
      if (profile === undefined) throw new Error(`nobody is ${userId}`);
      return profile.id;
    },
    subjects: (address) => mail.to(address).map((one) => one.subject ?? ''),
  };
};
