import type { Say } from '../../../platform/say.ts';
import type { CommandDefinition } from '../../command.ts';
import type { EngineClient } from '../../engine-client.ts';
import { toCount } from '../../to-count.ts';
import { onRevision, pathOf, sayRecord } from './record-answer.ts';

type Options = { readonly revision?: number; readonly json?: boolean };
type Run = { kind: string; id: string; options: Options; client: EngineClient; say: Say };

/** `ciclo records delete <kind> <id>`: deletes a record, so that it can be restored. */
export const runDeleteRecord = ({ kind, id, options, client, say }: Run): Promise<number> => {
  const call = { method: 'DELETE', path: pathOf(kind, id), ...onRevision(options.revision) };
  return sayRecord({ call, done: 'Deleted', json: options.json, client, say });
};

/** `ciclo records restore <kind> <id>`: restores a record that was deleted. */
export const runRestoreRecord = ({ kind, id, options, client, say }: Run): Promise<number> => {
  const call = { method: 'POST', path: pathOf(kind, id, 'restore'), ...onRevision(options.revision) };
  return sayRecord({ call, done: 'Restored', json: options.json, client, say });
};

const buildOf =
  (run: (input: Run) => Promise<number>): NonNullable<CommandDefinition['build']> =>
  ({ command, act, connect, say }) =>
    command
      .option('--revision <number>', 'only if it is at this revision', toCount)
      .option('--json', 'the record as JSON')
      .action(
        act(async (kind: string, id: string, options: Options) =>
          run({ kind, id, options, client: await connect(), say }),
        ),
      );

/** `ciclo records delete`. */
export const deleteCommand: CommandDefinition = {
  usage: 'delete <kind> <id>',
  summary: 'delete a record; it can be restored',
  examples: ['ciclo records delete deal r01J9'],
  build: buildOf(runDeleteRecord),
};

/** `ciclo records restore`. */
export const restoreCommand: CommandDefinition = {
  usage: 'restore <kind> <id>',
  summary: 'restore a record that was deleted',
  examples: ['ciclo records restore deal r01J9'],
  build: buildOf(runRestoreRecord),
};
