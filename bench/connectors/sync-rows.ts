import { randomUUID } from 'node:crypto';

import mongoose from 'mongoose';
import { Agent, request } from 'undici';
import { z } from 'zod';

import { publishFor } from './call-rows.ts';
import { until } from '../measures.ts';
import type { Row } from '../rows.ts';
import { startSide } from './side-process.ts';
import type { Stage } from '../stage.ts';

const tenant = 'synced';
const sync = 'people';
const count = Number(process.env['BENCH_SYNC'] ?? 100_000);

type Doc = Record<string, unknown> & { _id: string };

const page = z.object({
  results: z.array(z.object({ id: z.string(), properties: z.record(z.string(), z.string().nullable()) })),
  paging: z.object({ next: z.object({ after: z.string() }) }).optional(),
});

/** All pages with undici alone, each put away by the driver's `insertMany` as documents like those of profiles; rows per second. */
const fetchedAndInserted = async (input: { stage: Stage; url: string }): Promise<number> => {
  const connection = await mongoose
    .createConnection(input.stage.mongoUri, { w: 'majority', journal: true })
    .asPromise();
  const profiles = connection.collection<Doc>('profiles');
  const copies = connection.collection<Doc>('bench_profiles');
  for (const { key, name, ...options } of await profiles.indexes())
    if (name !== '_id_') await copies.createIndex(key, { ...options, name: name ?? '' });
  const [sample] = await profiles.find({ tenant }).limit(1).toArray();
  if (sample === undefined) throw new Error('Nobody came.');
  const agent = new Agent();
  const began = performance.now();
  let after: string | undefined;
  do {
    const path = `/crm/v3/objects/contacts?limit=100&archived=false${after === undefined ? '' : `&after=${after}`}`;
    const { body } = await request(`${input.url}${path}`, { dispatcher: agent });
    const { results, paging } = page.parse(await body.json());
    const docs = results.map(({ properties }) => {
      const id = randomUUID();
      const email = properties['email'] ?? '';
      return { ...sample, _id: `${tenant}:${id}`, id, identities: [`email:${email}`], traits: properties };
    });
    await copies.insertMany(docs, { ordered: false });
    after = paging?.next.after;
  } while (after !== undefined);
  const seconds = (performance.now() - began) / 1000;
  await agent.destroy();
  await connection.close();
  return count / seconds;
};

/** The first round of a sync with a CRM that has many contacts, none of which is known; against fetching and inserting them alone. */
export const syncedRows = async (stage: Stage): Promise<Row> => {
  const crm = await startSide('crm.ts', [String(count)]);
  const url = `http://127.0.0.1:${z.object({ port: z.number() }).parse(crm.ready).port}`;
  const { engine } = stage.assembled;
  const began = performance.now();
  await publishFor({
    stage,
    tenant,
    plugins: { crm: { use: 'hubspot', config: { token: { env: 'CICLO_PLUGIN_CRM' }, url } } },
    syncs: {
      [sync]: {
        plugin: 'crm',
        object: 'contacts',
        every: '1 day',
        fields: [
          { ours: 'email', theirs: 'email', as: 'lower' },
          { ours: 'firstName', theirs: 'firstname' },
          { ours: 'lastName', theirs: 'lastname' },
          { ours: 'city', theirs: 'city' },
        ],
      },
    },
  });
  await until(async () => (await engine.steerSyncs.get({ tenant, sync })).state?.isFirst === false, 250);
  await engine.dispatcher.idle();
  const ours = count / ((performance.now() - began) / 1000);
  const { links, issues } = await engine.steerSyncs.get({ tenant, sync });
  if (links !== count || issues !== 0) throw new Error(`${links} links and ${issues} issues of ${count}`);
  const { requests } = z.object({ requests: z.number() }).parse(await crm.ask('requests'));
  const other = await fetchedAndInserted({ stage, url });
  crm.stop();
  return {
    name: `first sync with a CRM of ${count.toLocaleString('en')} contacts, against fetching and insertMany alone`,
    ours: `${ours.toFixed(0)} rows/s, ${(requests / count).toFixed(4)} calls a row`,
    against: `${other.toFixed(0)} rows/s`,
    ratio: ours / other,
    least: undefined,
  };
};
