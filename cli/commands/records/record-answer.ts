import { z } from 'zod';

import type { Json } from '../../../domain/json.ts';
import { moneyOf } from '../../../domain/objects/fields.ts';
import { money } from '../../../domain/objects/fields/money.ts';
import type { Say } from '../../../platform/say.ts';
import type { EngineClient } from '../../engine-client.ts';

/** A record as the API answers it. */
export const recordSchema = z.looseObject({
  id: z.string(),
  kind: z.string(),
  revision: z.number(),
  title: z.string().optional(),
  data: z.record(z.string(), z.json()),
  hidden: z.array(z.string()).optional(),
  stage: z.string().optional(),
  owner: z.string().optional(),
  team: z.string().optional(),
  createdAt: z.string(),
  updatedAt: z.string(),
  deletedAt: z.string().optional(),
});
export type RecordAnswer = z.infer<typeof recordSchema>;

/** The address of the records of a kind, or of one of them, or of something below it. */
export const pathOf = (kind: string, ...rest: readonly string[]): string =>
  ['/api/records', kind, ...rest]
    .map((part, index) => (index === 0 ? part : encodeURIComponent(part)))
    .join('/');

/** A value as a person reads it, in one line; lists and rows as JSON. */
export const valueText = (value: Json | undefined): string => {
  if (value === undefined || value === null) return '';
  const amount = moneyOf(value);
  if (amount !== undefined) return money.text({ field: { type: 'money' }, value: { ...amount } });
  return (typeof value === 'object' ? JSON.stringify(value) : String(value)).replaceAll(/\s+/g, ' ');
};

/** Says what a record is, in one line. */
export const headOf = (record: RecordAnswer): string =>
  [
    `${record.kind} ${record.id}`,
    record.title,
    record.stage,
    record.owner === undefined ? undefined : `of ${record.owner}`,
    `revision ${record.revision}`,
    record.deletedAt === undefined ? undefined : 'deleted',
  ]
    .filter((part) => part !== undefined)
    .join('  ');

/** Makes a call that answers a record, and says what came of it: a sentence, or everything as JSON. */
export const sayRecord = async (input: {
  call: Parameters<EngineClient['call']>[0];
  done: string;
  json: boolean | undefined;
  client: EngineClient;
  say: Say;
}): Promise<number> => {
  const { call, done, json, client, say } = input;
  const record = recordSchema.parse(await client.call(call));
  say(json === true ? JSON.stringify(record, undefined, 2) : `${done}: ${headOf(record)}`);
  return 0;
};

/** The header of a change on one revision only. */
export const onRevision = (revision: number | undefined): { headers?: Readonly<Record<string, string>> } =>
  revision === undefined ? {} : { headers: { 'if-match': `"${revision}"` } };
