import { join } from 'node:path';

import { Engine } from 'json-rules-engine';
import mongoose from 'mongoose';

import { readWorkspace } from '../server/workspace/read-workspace.ts';
import { newProfile, type Profile } from '../domain/profiles/profile.ts';
import type { FactSource } from '../domain/rules/facts.ts';
import { toMongoPlan } from '../domain/rules/mongo/mongo-plan.ts';
import { createRuleSet } from '../domain/rules/decide/rule-set.ts';
import { ruleSchema } from '../domain/rules/rule.ts';
import { segmentSchema } from '../domain/rules/segment.ts';
import { timed } from './measures.ts';
import { type Row, row, sideBySide } from './rows.ts';
import type { Stage } from './stage.ts';

const zone = 'Europe/Madrid';
const day = 24 * 3_600_000;

const profileOf = (input: { tenant: string; n: number; now: number }): Profile => {
  const { tenant, n, now } = input;
  const id = `s${n}`;
  const fresh = newProfile({ id, tenant, ids: [`user:${id}`], referralCode: id, now });
  const lastOrderAt = new Date(now - (n % 400) * day).toISOString();
  return { ...fresh, computed: { ...fresh.computed, orders: n % 7, lastOrderAt } };
};

/** Five hundred rules, two for each of 250 names of events. */
const ruleFiles = Array.from({ length: 500 }, (_, n) => ({
  name: `One of many (${n})`,
  on: [`Event ${n % 250}`],
  conditions: {
    all: [{ fact: 'event', path: '$.properties.value', operator: 'greaterThan', value: n % 100 }],
  },
  event: { type: 'tag', params: { add: [`tag-${n}`] } },
}));

/** All rules in one Engine of the library; the name of the event is one more condition. */
const wholeEngine = (): Engine => {
  const engine = new Engine();
  for (const { on, conditions, event } of ruleFiles) {
    const isOn = { fact: 'event', path: '$.event', operator: 'in', value: on };
    engine.addRule({ conditions: { all: [isOn, ...conditions.all] }, event });
  }
  return engine;
};

/** Decisions by rules that are found by the name of the event; against one Engine that holds all of them. */
export const ruleDecisions = async (stage: Stage): Promise<Row> => {
  const rules = createRuleSet(ruleFiles.map((file, n) => ({ ...ruleSchema.parse(file), key: `rule-${n}` })));
  const engine = wholeEngine();
  const now = Date.now();
  const tenant = 'bench';
  const facts: FactSource = {
    now,
    zone,
    profile: profileOf({ tenant, n: 1, now }),
    segments: [],
    events: (query) => stage.assembled.opened.stores.events.summarise({ tenant, profileId: 's1', query }),
  };
  const at = new Date(now).toISOString();
  const eventOf = (n: number) => ({
    messageId: `m${n}`,
    event: `Event ${n % 250}`,
    type: 'track' as const,
    properties: { value: 200 },
    traits: {},
    context: {},
    timestamp: at,
    receivedAt: at,
  });
  const speed = async (input: { count: number; fired: (n: number) => Promise<number> }): Promise<number> => {
    const job = async (n: number): Promise<void> => {
      if ((await input.fired(n)) !== 2) throw new Error('Not both rules of the event fired.');
    };
    return input.count / (await timed({ count: input.count, width: 1, job }));
  };
  const result = await sideBySide({
    rounds: 3,
    other: () =>
      speed({ count: 250, fired: async (n) => (await engine.run({ event: eventOf(n) })).events.length }),
    ours: () =>
      speed({
        count: 5000,
        fired: async (n) => {
          const event = eventOf(n);
          return (await rules.decide({ eventName: event.event, facts: { ...facts, event } })).length;
        },
      }),
  });
  return row({
    name: 'events decided by 500 rules found by name, against one Engine that holds all',
    unit: 'events/s',
    least: 20,
    result,
  });
};

/** The size of the starter's loyal customers, by the query its file becomes; against an aggregation written by hand. */
export const segmentQuery = async (stage: Stage): Promise<Row> => {
  const tenant = 'bench-segment';
  const count = 100_000;
  const now = Date.now();
  const { profiles, audience } = stage.assembled.opened.stores;
  const files = await readWorkspace(join(import.meta.dirname, '..', 'templates'));
  await timed({
    count,
    width: 500,
    job: (n) => profiles.insert(profileOf({ tenant, n, now })),
  });
  const segment = segmentSchema.parse(JSON.parse(files['segments/loyal.json'] ?? ''));
  if (!('when' in segment)) throw new Error('A segment by conditions was expected.');
  const plan = toMongoPlan({ conditions: segment.when, now, zone, tenant, layout: audience.layout });
  if (!plan.ok) throw new Error(JSON.stringify(plan.problems));
  const connection = await mongoose.createConnection(stage.mongoUri, { dbName: 'ciclo' }).asPromise();
  const since = new Date(now - 180 * day).toISOString();
  const byHand = [
    {
      $match: { tenant, 'computed.orders': { $gte: 3 }, 'computed.lastOrderAt': { $gt: since } },
    },
    { $count: 'size' },
  ];
  const sizes = new Set<unknown>();
  const once = async (job: () => Promise<unknown>): Promise<number> => {
    const seconds = await timed({ count: 1, width: 1, job: async () => sizes.add(await job()) });
    return count / seconds;
  };
  const result = await sideBySide({
    rounds: 5,
    other: () =>
      once(async () => (await connection.collection('profiles').aggregate(byHand).toArray())[0]?.['size']),
    ours: () => once(() => audience.size({ tenant, plan: plan.value })),
  });
  await connection.close();
  if (sizes.size !== 1) throw new Error(`They differ: ${[...sizes].join(', ')}`);
  return row({
    name: 'segment over 100,000 profiles, against an aggregation written by hand',
    unit: 'profiles/s',
    least: 0.9,
    result,
  });
};
