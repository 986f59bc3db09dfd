import { z } from 'zod';

import { type Say, table } from '../../../platform/say.ts';
import type { CommandDefinition } from '../../command.ts';
import type { EngineClient } from '../../engine-client.ts';
import { repeated } from '../../repeated.ts';
import { idOf, nobody } from './person-id.ts';

const answerSchema = z.object({
  state: z.enum(['merged', 'already', 'preview']),
  conflicts: z.array(
    z.object({ name: z.string(), mine: z.unknown(), theirs: z.unknown(), kept: z.string() }),
  ),
  profile: z.looseObject({ id: z.string() }),
});

const keepOf = (choices: readonly string[]): Readonly<Record<string, string>> =>
  Object.fromEntries(
    choices.map((one) => {
      const at = one.lastIndexOf('=');
      return [one.slice(0, at), one.slice(at + 1)];
    }),
  );

const said = (value: unknown): string => (value === null ? '–' : JSON.stringify(value));

/** `ciclo profiles merge <person>`: merges another profile into theirs; without `--yes` it only shows what would come of it. */
export const runMergeProfile = async (input: {
  person: string;
  from: string;
  keep: readonly string[];
  isMeant: boolean;
  client: EngineClient;
  say: Say;
}): Promise<number> => {
  const { person, from, keep, isMeant, client, say } = input;
  const id = await idOf(input);
  if (id === undefined) return nobody({ person, say });
  const other = await idOf({ person: from, client });
  if (other === undefined) return nobody({ person: from, say });
  const path = `/api/profiles/${encodeURIComponent(id)}/merge`;
  const body = { from: other, keep: keepOf(keep), dry: !isMeant };
  const { state, conflicts, profile } = answerSchema.parse(await client.call({ method: 'POST', path, body }));
  if (conflicts.length > 0) {
    const rows = conflicts.map((one) => [one.name, said(one.mine), said(one.theirs), one.kept]);
    say(table({ head: ['trait', 'mine', 'theirs', 'kept'], rows }));
  }
  if (state === 'preview') {
    say(`${other} would be merged into ${profile.id}; do it with --yes.`);
    return 1;
  }
  say(state === 'already' ? 'They are one person already.' : `${other} is part of ${profile.id} now.`);
  return 0;
};

/** `ciclo profiles merge`. */
export const mergeProfileCommand: CommandDefinition = {
  usage: 'merge <person>',
  summary: 'merge another profile into this person, by hand',
  examples: [
    'ciclo profiles merge ana@example.com --from p_01J9',
    'ciclo profiles merge ana@example.com --from p_01J9 --keep city=theirs --yes',
  ],
  build: ({ command, act, connect, say }) =>
    command
      .requiredOption('--from <person>', 'who is merged into them')
      .option('--keep <choice>', 'whose value of a trait is kept, `city=mine` or `city=theirs`', repeated, [])
      .option('--yes', 'do it; without it only what would come of it is shown')
      .action(
        act(async (person: string, options: { from: string; keep: readonly string[]; yes?: boolean }) =>
          runMergeProfile({
            person,
            from: options.from,
            keep: options.keep,
            isMeant: options.yes === true,
            client: await connect(),
            say,
          }),
        ),
      ),
};
