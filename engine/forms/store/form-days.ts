import { changeOrAdd } from '../../../platform/mongo/change-or-add.ts';
import type { Collections } from '../../../platform/mongo/collections/collection.ts';
import { guarded } from '../../../platform/mongo/guarded.ts';
import { keyOf } from '../../../platform/mongo/keys.ts';
import type { FormDayStore } from '../ports.ts';
import { type FormDayDoc, formDaySchema } from './form-day-schema.ts';

const listMax = 5_000;
const none = { sent: 0, confirmed: 0, trapped: 0, limited: 0, invalid: 0 } as const;

/** What came of forms, by form and day. */
export const createFormDayStore = (deps: { collections: Collections }): FormDayStore => {
  const days = deps.collections.of<FormDayDoc>(formDaySchema);
  return guarded<FormDayStore>({
    count: async ({ tenant, form, day, result }) => {
      const _id = keyOf(tenant, `${form}:${day}`);
      await changeOrAdd({
        change: () => days.findOneAndUpdate({ _id }, { $inc: { [result]: 1 } }, { returnDocument: 'after' }),
        add: () => days.insertOne({ _id, tenant, form, day, ...none }),
      });
    },
    since: async ({ tenant, form, day }) => {
      const docs = await days
        .find({ tenant, day: { $gte: day }, ...(form === undefined ? {} : { form }) })
        .sort({ day: 1, form: 1 })
        .limit(listMax)
        .toArray();
      return docs.map(({ _id, tenant: _tenant, ...counts }) => counts);
    },
  });
};
