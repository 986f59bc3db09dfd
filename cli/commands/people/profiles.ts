import { writeFile } from 'node:fs/promises';

import { z } from 'zod';

import type { EngineClient } from '../../engine-client.ts';
import type { Say } from '../../../platform/say.ts';
import type { CommandDefinition } from '../../command.ts';
import { mergeProfileCommand } from './merge-profile.ts';
import { idOf, nobody } from './person-id.ts';
import { selfServiceCommand } from './self-service.ts';

const erasedSchema = z.object({
  profileIds: z.array(z.string()),
  removed: z.record(z.string(), z.number()),
});
const pageSchema = z.object({
  profileIds: z.array(z.string()),
  rows: z.array(z.object({ collection: z.string(), row: z.record(z.string(), z.unknown()) })),
  next: z.string().optional(),
});

/** `ciclo profiles erase <person>`: removes everything of a person, and says what was removed. */
export const runEraseProfile = async (input: {
  person: string;
  isMeant: boolean;
  client: EngineClient;
  say: Say;
}): Promise<number> => {
  const { person, isMeant, client, say } = input;
  const id = await idOf(input);
  if (id === undefined) return nobody({ person, say });
  if (!isMeant) {
    say(`${person} is ${id}. Everything of them would be removed for good; do it with --yes.`);
    return 1;
  }
  const answer = await client.call({ method: 'DELETE', path: `/api/profiles/${encodeURIComponent(id)}` });
  const { removed } = erasedSchema.parse(answer);
  const counts = Object.entries(removed).map(([collection, count]) => `${collection} ${count}`);
  say(counts.length === 0 ? 'They were erased before.' : `Erased ${id}: ${counts.join(', ')}.`);
  return 0;
};

/** `ciclo profiles export <person>`: everything that is kept of a person, by collection, as JSON. */
export const runExportProfile = async (input: {
  person: string;
  out: string | undefined;
  client: EngineClient;
  say: Say;
}): Promise<number> => {
  const { person, out, client, say } = input;
  const id = await idOf(input);
  if (id === undefined) return nobody({ person, say });
  const collections = new Map<string, unknown[]>();
  let profileIds: readonly string[] = [];
  let cursor: string | undefined;
  do {
    const place = cursor === undefined ? '' : `&cursor=${cursor}`;
    const path = `/api/profiles/${encodeURIComponent(id)}/export?limit=200${place}`;
    const page = pageSchema.parse(await client.call({ path }));
    for (const { collection, row } of page.rows) {
      collections.set(collection, [...(collections.get(collection) ?? []), row]);
    }
    ({ profileIds } = page);
    cursor = page.next;
  } while (cursor !== undefined);
  const text = JSON.stringify({ profileIds, collections: Object.fromEntries(collections) }, undefined, 2);
  if (out === undefined) {
    say(text);
    return 0;
  }
  await writeFile(out, `${text}\n`, { mode: 0o600 });
  const count = [...collections.values()].reduce((sum, rows) => sum + rows.length, 0);
  say(`Wrote ${count} documents about ${id} to ${out}.`);
  return 0;
};

const splitSchema = z.object({ profileId: z.string(), ids: z.array(z.string()), events: z.number() });

/** `ciclo profiles split <person> --from <profile>`: undoes a merge. */
export const runSplitProfile = async (input: {
  person: string;
  from: string;
  client: EngineClient;
  say: Say;
}): Promise<number> => {
  const { person, from, client, say } = input;
  const id = await idOf(input);
  if (id === undefined) return nobody({ person, say });
  const path = `/api/profiles/${encodeURIComponent(id)}/split`;
  const split = splitSchema.parse(await client.call({ method: 'POST', path, body: { from } }));
  const { profileId, ids, events } = split;
  say(`${profileId} is a profile of its own again, with ${ids.length} identities and ${events} events.`);
  return 0;
};

const eraseCommand: CommandDefinition = {
  usage: 'erase <person>',
  summary: 'remove everything of a person, known by profile id, e-mail address or user id',
  examples: ['ciclo profiles erase ana@example.com', 'ciclo profiles erase ana@example.com --yes'],
  build: ({ command, act, connect, say }) =>
    command
      .option('--yes', 'do it; without it the person is only shown')
      .action(
        act(async (person: string, options: { yes?: boolean }) =>
          runEraseProfile({ person, isMeant: options.yes === true, client: await connect(), say }),
        ),
      ),
};

const exportCommand: CommandDefinition = {
  usage: 'export <person>',
  summary: 'write everything that is kept of a person as JSON',
  examples: ['ciclo profiles export ana@example.com --out ana.json'],
  build: ({ command, act, connect, say }) =>
    command
      .option('--out <file>', 'into a file that nobody else may read, instead of the terminal')
      .action(
        act(async (person: string, options: { out?: string }) =>
          runExportProfile({ person, out: options.out, client: await connect(), say }),
        ),
      ),
};

const splitCommand: CommandDefinition = {
  usage: 'split <person>',
  summary: 'undo a merge: make a profile that was merged into this person one of its own again',
  examples: ['ciclo profiles split ana@example.com --from p_01J9'],
  build: ({ command, act, connect, say }) =>
    command
      .requiredOption('--from <profile>', 'its id: `from` of the event "Profile Merged" in the timeline')
      .action(
        act(async (person: string, options: { from: string }) =>
          runSplitProfile({ person, from: options.from, client: await connect(), say }),
        ),
      ),
};

/** `ciclo profiles`. */
export const profilesCommand: CommandDefinition = {
  usage: 'profiles',
  summary: 'erase a person, export what is kept of a person, merge two and undo it, open their own pages',
  group: 'People',
  examples: ['ciclo profiles export ana@example.com'],
  parts: [eraseCommand, exportCommand, mergeProfileCommand, splitCommand, selfServiceCommand],
};
