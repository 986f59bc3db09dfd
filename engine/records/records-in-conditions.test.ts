import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';

import { newProfile } from '../../domain/profiles/profile.ts';
import type { ObjectDefinition } from '../../domain/objects/definition.ts';
import { shippedObjects } from '../../domain/objects/shipped.ts';
import { parseSegment } from '../../domain/rules/segment.ts';
import { createKeyring } from '../../platform/secrets/keyring.ts';
import { recordOf } from './records-for-tests.ts';
import { createMemoryStores } from '../../server/stores/memory-stores.ts';
import { createMemoryEngine } from '../../server/memory/create-memory-engine.ts';
import { engineEvent } from '../../server/memory/actors.ts';
import { journeyFrom, send, workspaceWith } from '../../server/memory/play-for-tests.ts';

const tenant = 'shop';
const start = Date.parse('2026-06-01T08:00:00Z');
const key = 'urgent-open-case';

const page = await readFile(join(import.meta.dirname, '../../docs/objects.md'), 'utf8');
const [, text = ''] =
  new RegExp(String.raw`^\`\`\`json file=segments/${key}.json\n([\s\S]*?)^\`\`\`$`, 'm').exec(page) ?? [];
const parsed = parseSegment({ text, file: `segments/${key}.json` });
if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
const segment = parsed.value;
const when = 'when' in segment ? segment.when : undefined;

const journey = journeyFrom({
  steps: [{ id: 'long', type: 'wait', for: '30 days' }, send('mail')],
  exit: [{ when, outcome: 'has-case' }],
});

const shipped = shippedObjects.get('case');
if (shipped === undefined) throw new RangeError('there is no object `case`');
const silent: ObjectDefinition = {
  ...shipped,
  events: { created: false, changed: [], stage: false, assigned: false, deleted: false },
};

/** An engine with two people, of whose cases one can be opened and changed. */
const shop = async (object: ObjectDefinition) => {
  const memory = createMemoryEngine({
    stores: createMemoryStores(),
    live: workspaceWith({ journeys: [journey], segments: [segment], objects: [object] }),
    start,
    keyring: createKeyring({ secrets: ['the same each time'] }),
  });
  for (const id of ['ana', 'eva'])
    await memory.stores.profiles.insert(
      newProfile({ id, tenant, ids: [`user:${id}`], referralCode: id, now: start }),
    );
  const named = { tenant, kind: 'case', id: 'c1', actor: { kind: 'key', id: 'k' } } as const;
  const { changeRecords } = memory.engine;
  const members = async (): Promise<readonly string[]> => {
    await memory.rest();
    const found = ['ana', 'eva'].map(async (profileId) => {
      const profile = await memory.stores.profiles.get({ tenant, profileId });
      return profile?.segments.includes(key) === true ? [profileId] : [];
    });
    return (await Promise.all(found)).flat();
  };
  const open = async (priority: string) =>
    recordOf(
      await changeRecords.create({
        ...named,
        given: { data: { subject: 'No hot water', contact: 'ana', priority } },
      }),
    );
  const set = async (data: Parameters<typeof changeRecords.change>[0]['change']) =>
    recordOf(await changeRecords.change({ ...named, change: data }));
  return { memory, named, changeRecords, members, open, set };
};

describe.each([
  { what: 'are events', object: shipped },
  { what: 'are no events', object: silent },
])('a segment that asks for records whose changes $what', ({ object }) => {
  let world: Awaited<ReturnType<typeof shop>>;
  beforeEach(async () => {
    world = await shop(object);
  });

  it('has people as soon as they have such a record, and loses them when it is closed or deleted', async () => {
    expect(await world.members()).toEqual([]);
    await world.open('urgent');
    expect(await world.members()).toEqual(['ana']);
    await world.changeRecords.remove(world.named);
    expect(await world.members()).toEqual([]);
    await world.changeRecords.restore(world.named);
    expect(await world.members()).toEqual(['ana']);
    await world.set({ stage: 'closed' });
    expect(await world.members()).toEqual([]);
  });

  it('follows a change of a field', async () => {
    await world.open('low');
    expect(await world.members()).toEqual([]);
    await world.set({ set: { priority: 'high' } });
    expect(await world.members()).toEqual(['ana']);
    await world.set({ unset: ['priority'] });
    expect(await world.members()).toEqual([]);
  });

  it('loses the one and wins the other when a record comes to be about somebody else', async () => {
    await world.open('high');
    await world.set({ set: { contact: 'eva' } });
    expect(await world.members()).toEqual(['eva']);
    await world.set({ unset: ['contact'] });
    expect(await world.members()).toEqual([]);
  });

  it('has the conditions of an exit hold by a change', async () => {
    const { memory } = world;
    await world.open('low');
    const begin = engineEvent({
      profileId: 'ana',
      messageId: 'e1',
      name: 'Checkout Started',
      properties: { checkout_id: 'c1' },
      at: start,
    });
    await memory.engine.accept({ tenant, events: [{ ...begin, trust: 'server', source: 'api' }] });
    await memory.rest();
    const outcome = () => [...memory.recording.of('ana').runs.values()].map(({ state }) => state.outcome);
    expect(outcome()).toEqual([null]);
    await world.set({ set: { priority: 'urgent' } });
    await memory.rest();
    expect(outcome()).toEqual(['has-case']);
  });
});
