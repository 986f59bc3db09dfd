import { z } from 'zod';

import type { Say } from '../../../platform/say.ts';
import type { CommandDefinition } from '../../command.ts';
import type { EngineClient } from '../../engine-client.ts';
import { sayList, toSecond } from '../../say-list.ts';
import { toCount } from '../../to-count.ts';
import { countsLine, importPath, importSchema } from './import-answer.ts';

const pageSchema = z.looseObject({ imports: z.array(importSchema), next: z.string().optional() });

/** `ciclo imports list`: imports, the newest first. */
export const runListImports = async (input: {
  kind?: string | undefined;
  limit: number;
  client: EngineClient;
  say: Say;
}): Promise<number> => {
  const { kind, limit, client, say } = input;
  return sayList({
    client,
    say,
    limit,
    path: '/api/imports',
    query: { kind },
    read: (answer) => {
      const { imports, next } = pageSchema.parse(answer);
      return { rows: imports, next };
    },
    none: 'There are no imports.',
    head: ['id', 'kind', 'state', 'done', 'rows', 'refused', 'begun (UTC)'],
    line: ({ id, kind: of, state, progress, counts, createdAt }) => [
      id,
      of,
      state,
      `${Math.floor(progress * 100)} %`,
      counts.rows,
      counts.refused,
      toSecond(createdAt),
    ],
  });
};

/** `ciclo imports pause | resume | cancel | remove <id>`. */
export const runSteerImport = async (input: {
  id: string;
  word: 'pause' | 'resume' | 'cancel' | 'remove';
  client: EngineClient;
  say: Say;
}): Promise<number> => {
  const { id, word, client, say } = input;
  const call =
    word === 'remove'
      ? { method: 'DELETE', path: importPath(id) }
      : { method: 'POST', path: importPath(id, `/${word}`) };
  const seen = importSchema.parse(await client.call(call));
  say(
    word === 'remove'
      ? `Removed: import ${id} with its file.`
      : `Import ${id}: ${seen.state}. ${countsLine(seen)}`,
  );
  return 0;
};

const steering = (input: {
  word: 'pause' | 'resume' | 'cancel' | 'remove';
  summary: string;
}): CommandDefinition => ({
  usage: `${input.word} <id>`,
  summary: input.summary,
  examples: [`ciclo imports ${input.word} 5f2c`],
  build: ({ command, act, connect, say }) =>
    command.action(
      act(async (id: string) => runSteerImport({ id, word: input.word, client: await connect(), say })),
    ),
});

const listCommand: CommandDefinition = {
  usage: 'list',
  summary: 'imports and how far they have come, the newest first',
  examples: ['ciclo imports list', 'ciclo imports list --kind deal'],
  isDefault: true,
  build: ({ command, act, connect, say }) =>
    command
      .option('--kind <kind>', 'of one kind')
      .option('--limit <count>', 'show at most this many', toCount, 50)
      .action(
        act(async (options: { kind?: string; limit: number }) =>
          runListImports({ ...options, client: await connect(), say }),
        ),
      ),
};

/** `ciclo imports`. */
export const importsCommand: CommandDefinition = {
  usage: 'imports',
  summary: 'imports that were begun',
  group: 'Records',
  examples: ['ciclo imports list', 'ciclo imports pause 5f2c'],
  parts: [
    listCommand,
    steering({ word: 'pause', summary: 'pause an import after the rows it is at' }),
    steering({ word: 'resume', summary: 'go on with an import that was paused' }),
    steering({ word: 'cancel', summary: 'end an import; what was imported stays' }),
    steering({
      word: 'remove',
      summary: 'remove an import with its file and its refused rows; what was imported stays',
    }),
  ],
};
