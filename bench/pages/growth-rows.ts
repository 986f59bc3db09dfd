import { eraseEvent } from '../../engine/privacy/erase-on-request.ts';
import { newProfile } from '../../domain/profiles/profile.ts';
import { toProfileDoc } from '../../engine/people/store/profile-doc.ts';
import { buildWorkspace } from '../../server/workspace/build-workspace.ts';
import { addPeople, timed, track, until } from '../measures.ts';
import { type Row, row, sideBySide } from '../rows.ts';
import { type AnyDoc, connectPlain, seed } from '../seed.ts';
import type { Stage } from '../stage.ts';
import { benchWorkspace } from '../workspace.ts';

const tenant = 'bench';
const minute = 60_000;

const publish = async (stage: Stage, own: Readonly<Record<string, string>>, of: string): Promise<void> => {
  const { 'ciclo.json': settings, ...files } = await benchWorkspace();
  const parsed: Record<string, unknown> = JSON.parse(settings ?? '{}');
  const messages = Object.entries(files).filter(([path]) => path.startsWith('messages/'));
  const built = await buildWorkspace({
    files: {
      ...Object.fromEntries(messages),
      'ciclo.json': JSON.stringify({ ...parsed, tenant: of }),
      ...own,
    },
  });
  if (!built.ok) throw new Error(JSON.stringify(built.problems));
  await stage.assembled.publish({ built: built.value, dryRun: false });
};

const few = 10_000;
const many = Number(process.env['BENCH_RECORDS'] ?? 1_000_000);

/** Pages of a list of deals among 1,000,000 of them (`BENCH_RECORDS`), against the same pages among 10,000. */
export const recordGrowth = async (stage: Stage): Promise<Row> => {
  const { engine } = stage.assembled;
  const actor = { kind: 'key', id: 'bench' } as const;
  const data = { name: 'Roof', amount: { minor: 120_000, currency: 'EUR' } };
  await engine.changeRecords.create({ tenant, kind: 'deal', id: 'grown', actor, given: { data } });
  const connection = await connectPlain(stage);
  const collection = connection.collection<AnyDoc>('records');
  const sample = await collection.findOne({ _id: `${tenant}:grown` });
  if (sample === null) throw new Error('There is no deal to copy.');
  const now = Date.now();
  const placeOf = (n: number) => ({ id: `grown-${n}`, value: new Date(now - n * minute).toISOString() });
  const fill = (from: number, to: number): Promise<void> =>
    seed({
      collection,
      count: to - from,
      docOf: (n) => {
        const { id, value: at } = placeOf(from + n);
        return { ...sample, _id: `${tenant}:${id}`, id, createdAt: at, updatedAt: at };
      },
    });
  const pages = 200;
  // Every second page is the first one, others begin anywhere in the list.
  const speed = async (among: number): Promise<number> => {
    const page = (n: number) =>
      engine.records.list({
        tenant,
        kind: 'deal',
        isDeleted: false,
        sort: { by: n % 4 < 2 ? 'createdAt' : 'updatedAt', order: -1 },
        ...(n % 2 === 0 ? {} : { after: placeOf(Math.floor((among * n) / pages)) }),
        limit: 50,
      });
    await page(0);
    return pages / (await timed({ count: pages, width: 4, job: page }));
  };
  await fill(0, few);
  const other = await speed(few);
  await fill(few, many);
  const ours = await speed(many);
  await connection.close();
  const [more, less] = [many.toLocaleString('en'), few.toLocaleString('en')];
  const name = `pages of 50 among ${more} records, against the same among ${less}`;
  return row({ name, unit: 'pages/s', least: 0.8, result: { ours, other, ratio: ours / other } });
};

const segmentFile = (n: number): string =>
  JSON.stringify({
    key: `above-${n}`,
    name: `Above ${n}`,
    when: { all: [{ fact: 'profile', path: '$.traits.score', operator: 'greaterThan', value: n * 5 }] },
  });

/** Two for each person. */
const changes = Number(process.env['BENCH_CHANGES'] ?? 400);
const first = 200;

type Moves = { readonly score: number; readonly count: number };

/** Changes of a trait of people, half of them to another score and half back; per second, with all that the engine tells itself of them. */
const createMoves = (stage: Stage) => {
  const { engine, opened } = stage.assembled;
  return async (of: string, { score, count }: Moves): Promise<number> => {
    const people = count / 2;
    const events = Array.from({ length: count }, (_, n) => ({
      ...track({ userId: `s${n % people}`, name: 'identify' }),
      type: 'identify' as const,
      traits: { score: n < people ? score : first },
    }));
    const began = performance.now();
    await engine.accept({ tenant: of, events });
    // What does not fit into the queue of the process is left to its sweeps.
    await until(async () => {
      await engine.dispatcher.idle();
      return (await opened.stores.eventReads.events({ tenant: of, state: 'pending', limit: 1 })).length === 0;
    });
    return count / ((performance.now() - began) / 1000);
  };
};

/**
 * Changes of a trait among 200 live segments (`BENCH_CHANGES`): each moves the person in or out of one of them, against the same
 * with that segment alone; and each moves them in or out of a hundred, against the same.
 */
export const liveSegments = async (stage: Stage): Promise<readonly Row[]> => {
  const shelves = { 'one-segment': [first / 5], 'many-segments': Array.from({ length: 200 }, (_, n) => n) };
  for (const [of, segments] of Object.entries(shelves)) {
    const files = segments.map((n): [string, string] => [`segments/above-${n}.json`, segmentFile(n)]);
    await publish(stage, Object.fromEntries(files), of);
    await addPeople({ stage, tenant: of, prefix: 's', count: changes / 2 });
  }
  const move = createMoves(stage);
  const rows: Row[] = [];
  const ways = {
    'one of 200': { score: first + 4, count: changes },
    '100 of 200': { score: first + 500, count: changes / 10 },
  };
  for (const [moved, moves] of Object.entries(ways)) {
    await move('one-segment', moves);
    await move('many-segments', moves);
    const result = await sideBySide({
      rounds: 3,
      other: () => move('one-segment', moves),
      ours: () => move('many-segments', moves),
    });
    const name = `changes of a trait that move people in or out of ${moved} live segments, against one of one`;
    rows.push({ ...row({ name, unit: 'changes/s', least: 0, result }), least: undefined });
  }
  return rows;
};

const crowd = Number(process.env['BENCH_PEOPLE'] ?? 100_000);

const personOf = (of: string, n: number, now: number): AnyDoc => {
  const id = `${of}-${n}`;
  const ids = [`user:${id}`, `email:${id}@example.com`];
  const profile = newProfile({ id, tenant: of, ids, referralCode: id.toUpperCase(), now });
  return { ...toProfileDoc({ profile, rev: 1, writer: '' }) };
};

const eventAbout = (of: string, n: number, people: number, now: number): AnyDoc => {
  const id = `server:${of}-${n}`;
  const at = now - n * 1000;
  const said = {
    name: 'Product Viewed',
    type: 'track',
    properties: { product_id: 'p' },
    traits: {},
    context: {},
  };
  return {
    _id: `${of}:${id}`,
    tenant: of,
    messageId: id,
    ...said,
    externalIds: [],
    timestamp: at,
    receivedAt: at,
    source: 'api',
    trust: 'server',
    backfill: false,
    profileId: `${of}-${n % people}`,
    state: 'done',
    of: { name: said.name, at },
    listed: { tenant: of, at, id, name: said.name },
  };
};

/** Erasures of people with five events each among 100,000 (`BENCH_PEOPLE`), against the same among 1,000. */
export const erasures = async (stage: Stage): Promise<Row> => {
  const sizes = { 'erase-few': 1000, 'erase-many': crowd };
  const connection = await connectPlain(stage);
  const now = Date.now();
  for (const [of, people] of Object.entries(sizes)) {
    await publish(stage, {}, of);
    const profiles = connection.collection<AnyDoc>('profiles');
    const events = connection.collection<AnyDoc>('events');
    await seed({ collection: profiles, count: people, docOf: (n) => personOf(of, n, now) });
    await seed({ collection: events, count: people * 5, docOf: (n) => eventAbout(of, n, people, now) });
  }
  const { accept, dispatcher } = stage.assembled.engine;
  const each = 40;
  const next = new Map<string, number>();
  const speed = async (of: string): Promise<number> => {
    const from = next.get(of) ?? 0;
    next.set(of, from + each);
    const asked = Array.from({ length: each }, (_, n) => {
      const profileId = `${of}-${from + n}`;
      return eraseEvent({ messageId: `erase-${profileId}`, profileId, now: Date.now() });
    });
    const began = performance.now();
    await accept({ tenant: of, events: asked });
    await dispatcher.idle();
    const seconds = (performance.now() - began) / 1000;
    const ids = asked.map(({ profileId = '' }) => `${of}:${profileId}`);
    const left = await connection.collection<AnyDoc>('profiles').countDocuments({ _id: { $in: ids } });
    if (left > 0) throw new Error(`${left} of ${each} people are still there.`);
    return each / seconds;
  };
  const result = await sideBySide({
    rounds: 3,
    other: () => speed('erase-few'),
    ours: () => speed('erase-many'),
  });
  await connection.close();
  const name = `erasures among ${crowd.toLocaleString('en')} people, against the same among 1,000`;
  return row({ name, unit: 'people/s', least: 0.8, result });
};
