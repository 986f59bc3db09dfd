import { isJsonObject, own } from '../../../../domain/json.ts';
import { type RecordDoc, recordSchema } from '../../../records/store/record-schema.ts';
import { defineTable, instantOf } from '../define-table.ts';

const amountOf = ({ data }: RecordDoc): { minor?: number; currency?: string } => {
  const amount = own(data, 'amount');
  if (!isJsonObject(amount)) return {};
  const { minor, currency } = amount;
  return typeof minor === 'number' && typeof currency === 'string' ? { minor, currency } : {};
};
const textOf = ({ data }: RecordDoc, name: string): string | undefined => {
  const value = own(data, name);
  return typeof value === 'string' ? value.slice(0, 100) : undefined;
};
const numberOf = ({ data }: RecordDoc, name: string): number | undefined => {
  const value = own(data, name);
  return typeof value === 'number' ? value : undefined;
};

/** Records of every object that are not deleted, with what figures need of their fields. */
export const recordsTable = defineTable<RecordDoc>({
  name: 'records',
  about: 'A record of an object (deal, case, survey response and so on), with the fields that figures need.',
  grain: 'month',
  schema: recordSchema,
  by: ['shelf'],
  at: 'createdAt',
  isText: true,
  rows: (doc) => (doc.deletedAt === undefined ? [doc] : []),
  columns: {
    record_id: { type: 'text', about: 'The id of the record.', of: ({ id }) => id },
    kind: { type: 'text', about: 'The object it is of: `deal`, `case`.', of: ({ kind }) => kind },
    profile_id: { type: 'text', about: 'Whom it is about.', isPerson: true, of: ({ person }) => person },
    stage: { type: 'text', about: 'Its stage.', of: ({ stage }) => stage },
    stage_at: { type: 'time', about: 'Since when.', of: ({ stageAt }) => instantOf(stageAt) },
    owner: { type: 'text', about: 'The id of the user it belongs to.', of: ({ owner }) => owner },
    team: { type: 'text', about: 'The team it belongs to.', of: ({ team }) => team },
    created_at: {
      type: 'time',
      about: 'When it was made; files are cut by it.',
      of: ({ createdAt }) => instantOf(createdAt),
    },
    updated_at: { type: 'time', about: 'When it last changed.', of: ({ updatedAt }) => instantOf(updatedAt) },
    amount: { type: 'integer', about: 'Its field `amount`; minor units.', of: (doc) => amountOf(doc).minor },
    currency: { type: 'text', about: 'The currency of the amount.', of: (doc) => amountOf(doc).currency },
    close_on: {
      type: 'text',
      about: 'Its field `closeOn`: the day a deal is expected to close.',
      of: (doc) => textOf(doc, 'closeOn'),
    },
    priority: { type: 'text', about: 'Its field `priority`.', of: (doc) => textOf(doc, 'priority') },
    survey: { type: 'text', about: 'Its field `survey`.', of: (doc) => textOf(doc, 'survey') },
    method: {
      type: 'text',
      about: 'Its field `method`: `nps`, `csat` or `comment`.',
      of: (doc) => textOf(doc, 'method'),
    },
    score: { type: 'number', about: 'Its field `score`.', of: (doc) => numberOf(doc, 'score') },
    first_reply_at: {
      type: 'time',
      about: 'Its field `firstReplyAt`: the first answer to a case.',
      of: (doc) => instantOf(textOf(doc, 'firstReplyAt')),
    },
    satisfaction: {
      type: 'number',
      about: 'Its field `satisfaction`: how content the person was with the answer to a case, 1 to 5.',
      of: (doc) => numberOf(doc, 'satisfaction'),
    },
  },
});
