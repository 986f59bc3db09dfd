import { z } from 'zod';

import type { Say } from '../../../platform/say.ts';
import type { CommandDefinition } from '../../command.ts';
import type { EngineClient } from '../../engine-client.ts';
import { given } from '../../given.ts';
import { repeated } from '../../repeated.ts';
import { givenValues } from './given-values.ts';
import { headOf, pathOf, recordSchema } from './record-answer.ts';

const partSchema = z.object({ id: z.string().optional(), isNew: z.boolean(), by: z.string() }).optional();

const convertedSchema = z.looseObject({
  state: z.enum(['converted', 'already', 'planned']),
  record: recordSchema,
  contact: partSchema,
  account: partSchema,
  deal: partSchema,
  role: partSchema,
  notCopied: z.array(z.looseObject({ path: z.string(), message: z.string() })),
});

type Options = {
  readonly dry?: boolean;
  readonly contact?: string;
  readonly account?: string;
  readonly deal: boolean;
  readonly set: readonly string[];
  readonly role?: string;
  readonly json?: boolean;
};

const heads = { converted: 'Converted', already: 'Converted before', planned: 'Would convert' } as const;

const partLine = (name: string, part: z.infer<typeof partSchema>): readonly string[] =>
  part === undefined
    ? []
    : [`  ${name}: ${[part.id, part.isNew ? 'new' : `known by: ${part.by}`].filter(Boolean).join('  ')}`];

/** `ciclo records convert <kind> <id>`: makes a person, an account and a deal of a lead. */
export const runConvertRecord = async (input: {
  kind: string;
  id: string;
  options: Options;
  client: EngineClient;
  say: Say;
}): Promise<number> => {
  const { kind, id, options, client, say } = input;
  const { dry, contact, role, json } = options;
  const account = options.account === '' ? false : options.account;
  const data = await givenValues({ kind: 'deal', client, data: undefined, set: options.set });
  const deal = options.deal ? (data === undefined ? undefined : { data }) : false;
  const body = given({ dry, contact, account, deal, role });
  const answer = convertedSchema.parse(await client.call({ path: pathOf(kind, id, 'convert'), body }));
  if (json === true) {
    say(JSON.stringify(answer, undefined, 2));
    return 0;
  }
  say(`${heads[answer.state]}: ${headOf(answer.record)}`);
  const parts = ['contact', 'account', 'deal', 'role'] as const;
  for (const line of parts.flatMap((name) => partLine(name, answer[name]))) say(line);
  for (const { path, message } of answer.notCopied) say(`  not copied: ${path}: ${message}`);
  return 0;
};

/** `ciclo records convert`. */
export const convertCommand: CommandDefinition = {
  usage: 'convert <kind> <id>',
  summary: 'make a person, an account and a deal of a lead, in one act',
  examples: [
    'ciclo records convert lead r01J9 --dry',
    `ciclo records convert lead r01J9 --set 'name=Roof for Ana' --role buyer`,
  ],
  build: ({ command, act, connect, say }) =>
    command
      .option('--dry', 'say what would be done, and do nothing')
      .option('--contact <profile>', 'the person that it is')
      .option('--account <id>', "the account that it is of; '' for none")
      .option('--no-deal', 'make no deal')
      .option(
        '--set <field=value>',
        "a value of the deal as a table has it: 'amount=49.90 EUR' (repeatable)",
        repeated,
        [],
      )
      .option('--role <role>', 'what the person is to the account: buyer')
      .option('--json', 'the answer as JSON')
      .action(
        act(async (kind: string, id: string, options: Options) =>
          runConvertRecord({ kind, id, options, client: await connect(), say }),
        ),
      ),
};
