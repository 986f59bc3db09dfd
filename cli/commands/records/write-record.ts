import type { Command } from 'commander';

import type { Say } from '../../../platform/say.ts';
import type { CommandDefinition } from '../../command.ts';
import type { EngineClient } from '../../engine-client.ts';
import { given } from '../../given.ts';
import { repeated } from '../../repeated.ts';
import { toCount } from '../../to-count.ts';
import { givenValues } from './given-values.ts';
import { onRevision, pathOf, sayRecord } from './record-answer.ts';

type Options = {
  readonly set: readonly string[];
  readonly data?: string;
  readonly stage?: string;
  readonly owner?: string;
  readonly team?: string;
  readonly json?: boolean;
};
type CreateOptions = Options & { readonly key?: string };
type ChangeOptions = Options & { readonly revision?: number };

type Run<T> = { kind: string; options: T; client: EngineClient; say: Say };

/** `ciclo records create <kind>`: makes a record. */
export const runCreateRecord = async (input: Run<CreateOptions>): Promise<number> => {
  const { kind, options, client, say } = input;
  const { stage, owner, team, json, key } = options;
  const data = (await givenValues({ kind, client, data: options.data, set: options.set })) ?? {};
  const headers = key === undefined ? {} : { headers: { 'idempotency-key': key } };
  const call = { path: pathOf(kind), body: { data, ...given({ stage, owner, team }) }, ...headers };
  return sayRecord({ call, done: 'Made', json, client, say });
};

const orNobody = (id: string | undefined): string | null | undefined => (id === '' ? null : id);

/** `ciclo records change <kind> <id>`: changes what is named of a record. */
export const runChangeRecord = async (input: Run<ChangeOptions> & { id: string }): Promise<number> => {
  const { kind, id, options, client, say } = input;
  const { stage, json, revision } = options;
  const data = await givenValues({ kind, client, data: options.data, set: options.set });
  const [owner, team] = [orNobody(options.owner), orNobody(options.team)];
  const body = given({ data, stage, owner, team });
  const call = { method: 'PATCH', path: pathOf(kind, id), body, ...onRevision(revision) };
  return sayRecord({ call, done: 'Changed', json, client, say });
};

const withValues = (command: Command): Command =>
  command
    .option(
      '--set <field=value>',
      "a value as a table has it: 'amount=49.90 EUR'; times in UTC (repeatable)",
      repeated,
      [],
    )
    .option('--data <json>', 'values by field, as JSON')
    .option('--stage <key>', 'its stage')
    .option('--owner <id>', 'who is responsible for it')
    .option('--team <id>', 'the team that is responsible for it')
    .option('--json', 'the record as JSON');

/** `ciclo records create`. */
export const createCommand: CommandDefinition = {
  usage: 'create <kind>',
  summary: 'make a record',
  examples: [
    `ciclo records create deal --set 'name=Roof for Ana' --set 'amount=4900 EUR'`,
    `ciclo records create deal --data '{"name":"Roof for Ana"}' --stage qualified --key offer-77`,
  ],
  build: ({ command, act, connect, say }) =>
    withValues(command)
      .option('--key <text>', 'it is made once, however often the command is run with the same text')
      .action(
        act(async (kind: string, options: CreateOptions) =>
          runCreateRecord({ kind, options, client: await connect(), say }),
        ),
      ),
};

/** `ciclo records change`. */
export const changeCommand: CommandDefinition = {
  usage: 'change <kind> <id>',
  summary: 'change what is named of a record; an empty value removes one',
  examples: [
    'ciclo records change deal r01J9 --stage proposal --set closeOn=2027-03-01',
    'ciclo records change deal r01J9 --set nextStep= --revision 2',
  ],
  build: ({ command, act, connect, say }) =>
    withValues(command)
      .option('--revision <number>', 'only if it is at this revision', toCount)
      .action(
        act(async (kind: string, id: string, options: ChangeOptions) =>
          runChangeRecord({ kind, id, options, client: await connect(), say }),
        ),
      ),
};
