import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { StringDecoder } from 'node:string_decoder';

import type { Say } from '../../../platform/say.ts';
import type { CommandDefinition } from '../../command.ts';
import type { EngineClient } from '../../engine-client.ts';

type Options = {
  readonly out?: string;
  readonly format: string;
  readonly columns?: string;
  readonly segment?: string;
  readonly event?: string;
  readonly filter?: string;
};

/** Says a file line by line while it comes. */
const sayLines = async (file: AsyncIterable<Uint8Array>, say: Say): Promise<void> => {
  const decoder = new StringDecoder('utf8');
  let open = '';
  for await (const bytes of file) {
    const lines = (open + decoder.write(Buffer.from(bytes))).split('\n');
    open = lines.pop() ?? '';
    for (const line of lines) say(line.replace(/\r$/, ''));
  }
  if (open !== '') say(open);
};

/** `ciclo export <kind>`: writes everything of a kind into a file, or says it. */
export const runExport = async (input: {
  kind: string;
  options: Options;
  client: EngineClient;
  say: Say;
}): Promise<number> => {
  const { kind, options, client, say } = input;
  const { out, ...asked } = options;
  const query = new URLSearchParams(
    Object.entries(asked).filter((one): one is [string, string] => typeof one[1] === 'string'),
  );
  const file = await client.download(`/api/exports/${encodeURIComponent(kind)}?${query.toString()}`);
  if (out === undefined) await sayLines(file, say);
  else {
    await pipeline(file, createWriteStream(out));
    say(`${kind} are in ${out}.`);
  }
  return 0;
};

/** `ciclo export`. */
export const exportCommand: CommandDefinition = {
  usage: 'export <kind>',
  summary: 'profiles, consents, events, orders or records as CSV or NDJSON',
  group: 'Records',
  examples: [
    'ciclo export deal --out deals.csv',
    'ciclo export profiles --segment buyers --columns userId,email,plan',
  ],
  build: ({ command, act, connect, say }) =>
    command
      .option('--out <file>', 'the file that is written; the terminal by default')
      .option('--format <name>', 'csv or ndjson', 'csv')
      .option('--columns <names>', 'of CSV: the columns, separated by commas')
      .option('--segment <key>', 'of profiles, consents and orders: only members of the segment')
      .option('--event <name>', 'of events: only those of this name')
      .option('--filter <json>', 'of records: conditions over the fact `record`')
      .action(
        act(async (kind: string, options: Options) =>
          runExport({ kind, options, client: await connect(), say }),
        ),
      ),
};
