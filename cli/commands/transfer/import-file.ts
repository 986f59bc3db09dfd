import { createWriteStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { pipeline } from 'node:stream/promises';

import { CicloError } from '../../../domain/errors.ts';
import type { Say } from '../../../platform/say.ts';
import type { CommandDefinition } from '../../command.ts';
import type { EngineClient } from '../../engine-client.ts';
import { fileTrouble } from '../../file-trouble.ts';
import { given } from '../../given.ts';
import { repeated } from '../../repeated.ts';
import { countsLine, type ImportAnswer, importPath, importSchema, isOver } from './import-answer.ts';

type Options = {
  readonly map: readonly string[];
  readonly key?: string;
  readonly clear?: boolean;
  readonly fires?: boolean;
  readonly dryRun?: boolean;
  readonly refused?: string;
  readonly encoding?: string;
  readonly delimiter?: string;
};

const partBytes = 4 * 1024 * 1024;
const lookEveryMs = 250;

/** Where columns go: `Heading=column`, or `Heading=` to leave one out. */
const mappingOf = (map: readonly string[]): Readonly<Record<string, string | null>> =>
  Object.fromEntries(
    map.map((one): [string, string | null] => {
      const at = one.lastIndexOf('=');
      if (at < 1) {
        const message = `\`${one}\` maps no column. Write --map 'Heading=column'.`;
        throw new CicloError({ code: 'invalid-input', message });
      }
      return [one.slice(0, at), one.slice(at + 1) === '' ? null : one.slice(at + 1)];
    }),
  );

/** Sends a file part by part; no more than one part of it is in memory. */
const sendFile = async (input: { file: string; id: string; client: EngineClient }): Promise<void> => {
  const { id, client } = input;
  const file = await open(input.file);
  try {
    const buffer = new Uint8Array(partBytes);
    for (let n = 0; ; n += 1) {
      const { bytesRead } = await file.read(buffer, 0, partBytes);
      if (bytesRead === 0 && n > 0) return;
      const bytes = buffer.subarray(0, bytesRead);
      await client.send({ method: 'PUT', path: importPath(id, `/parts/${n}`), bytes });
      if (bytesRead < partBytes) return;
    }
  } finally {
    await file.close();
  }
};

/** Looks at an import until nothing more happens, and says how far it has come. */
const follow = async (input: { id: string; client: EngineClient; say: Say }): Promise<ImportAnswer> => {
  const { id, client, say } = input;
  for (let told = 0; ;) {
    const seen = importSchema.parse(await client.call({ path: importPath(id) }));
    if (isOver(seen)) return seen;
    const percent = Math.floor(seen.progress * 10) * 10;
    if (percent > told) say(`${percent} %: ${countsLine(seen)}`);
    told = Math.max(told, percent);
    await pause(lookEveryMs);
  }
};

const saveRefused = async (input: { id: string; file: string; client: EngineClient }): Promise<void> => {
  const { id, file, client } = input;
  await pipeline(await client.download(importPath(id, '/refused')), createWriteStream(file));
};

/** `ciclo import <kind> <file>`: sends a file, starts the import, and says what came of the rows. 1 when some were refused. */
export const runImport = async (input: {
  kind: string;
  file: string;
  options: Options;
  client: EngineClient;
  say: Say;
}): Promise<number> => {
  const { kind, file, options, client, say } = input;
  const { key, encoding, delimiter, dryRun = false, refused } = options;
  const body = {
    kind,
    mapping: mappingOf(options.map),
    fires: options.fires === true,
    emptyCells: options.clear === true ? 'clear' : 'keep',
    ...given({ key, encoding, delimiter: delimiter === 'tab' ? '\t' : delimiter }),
  };
  const { id } = importSchema.parse(await client.call({ path: '/api/imports', body }));
  try {
    await sendFile({ file, id, client });
    await client.call({ path: importPath(id, '/start'), body: { dryRun } });
  } catch (thrown) {
    await client.call({ method: 'DELETE', path: importPath(id) });
    throw fileTrouble(thrown, file) ?? thrown;
  }
  const seen = await follow({ id, client, say });
  say(`Import ${id}: ${seen.state}. ${countsLine(seen)}`);
  if (seen.failure !== undefined) say(seen.failure);
  for (const { line, outcome, problems } of seen.examples) {
    if (outcome !== 'refused') continue;
    const reason = problems.map(({ message, hint }) => `${message} ${hint}`).join(' ');
    say(`  line ${line}: ${reason}`);
  }
  if (refused !== undefined && seen.counts.refused > 0) {
    await saveRefused({ id, file: refused, client });
    say(`The refused rows are in ${refused}.`);
  }
  return seen.counts.refused > 0 || seen.failure !== undefined ? 1 : 0;
};

/** `ciclo import`. */
export const importCommand: CommandDefinition = {
  usage: 'import <kind> <file>',
  summary:
    'import profiles, consents, events, orders, products, points or records from CSV or NDJSON, products from XML as well',
  group: 'Records',
  examples: [
    'ciclo import profiles customers.csv --dry-run',
    'ciclo import products products.csv',
    'ciclo import products feed.xml',
    'ciclo import points balances.csv --dry-run',
    `ciclo import deal deals.csv --key number --map 'Deal name=name' --refused refused.csv`,
  ],
  build: ({ command, act, connect, say }) =>
    command
      .option('--dry-run', 'write nothing; say what would be created, changed and refused')
      .option('--key <field>', 'of records: the unique field by which a row finds the record it changes')
      .option(
        '--map <heading=column>',
        'where a column goes; nothing after the `=` leaves it out (repeatable)',
        repeated,
        [],
      )
      .option('--clear', 'an empty cell removes the value that is there')
      .option('--fires', 'start journeys and rules with what is imported, as if it happened now')
      .option('--refused <file>', 'save the rows that were refused, with line and reason')
      .option('--encoding <name>', 'utf-8, utf-16le, utf-16be or windows-1252; recognised by default')
      .option('--delimiter <sign>', 'what separates cells: `,`, `;`, `|` or tab; recognised by default')
      .action(
        act(async (kind: string, file: string, options: Options) =>
          runImport({ kind, file, options, client: await connect(), say }),
        ),
      ),
};
