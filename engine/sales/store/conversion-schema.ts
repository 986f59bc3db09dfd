import { anyJson, defineSchema } from '../../../platform/mongo/schema/define.ts';
import { nobody } from '../../../platform/mongo/schema/person-rule.ts';
import { byId } from '../../../platform/mongo/schema/sharding.ts';
import type { Conversion } from '../convert-options.ts';

/** A conversion under way. `_id` is tenant and the id of the record that is converted; `due` is real time. */
export type ConversionDoc = Conversion & {
  readonly _id: string;
  readonly due: number;
  readonly tries: number;
};

export const conversionSchema = defineSchema<ConversionDoc>({
  collection: 'conversions',
  sharding: byId,
  person: nobody(
    'Ids of records, with what was asked of their conversion, for the seconds until it is done.',
  ),
  fields: {
    tenant: String,
    kind: String,
    id: String,
    actor: anyJson,
    options: anyJson,
    due: Number,
    tries: Number,
  },
  indexes: [{ name: 'due', key: { due: 1 } }],
});
