import type { Collections } from '../../../platform/mongo/collections/collection.ts';
import { onlyMentioned, type PersonRows } from '../../../platform/mongo/schema/person-rule.ts';
import type { ImportDoc, PartDoc, RefusedDoc } from './import-schema.ts';

/** So much of a part is looked at together with the next one: a name may stand in both. */
const overlap = 1000;

const underWay = ['uploading', 'queued', 'running', 'paused', 'checked'] as const;

const erasedFailure =
  'A person in the file was erased, so the file was removed. Send it again without that person.';

type Place = { readonly collections: Collections; readonly tenant: string; readonly id: string };

/** Removes a file with its refused rows; an import that is under way ends. */
const dropFile = async ({ collections, tenant, id }: Place): Promise<void> => {
  const key = { tenant, import: id };
  // It ends before its file goes: no process may take the missing part for the end of the file.
  await collections.named<ImportDoc>('imports').updateOne(
    { _id: `${tenant}:${id}`, state: { $in: [...underWay] } },
    {
      $set: { state: 'failed', failure: erasedFailure, examples: [], overAt: new Date() },
      $unset: { due: 1, lease: 1 },
    },
  );
  await collections.named<PartDoc>('importParts').deleteMany(key);
  await collections.named<RefusedDoc>('importRefused').deleteMany(key);
};

/** Files: one that names an erased person goes as a whole, with its refused rows, since nothing of it can be left out safely. */
export const fileRows: PersonRows = {
  person: 'rows',
  turn: 'linked',
  onErase: async () => 0,
  onMerge: async () => undefined,
  async *onExport() {},
  onTraces: async ({ collections, tenant, mentions }) => {
    const parts = collections.named<PartDoc>('importParts');
    let count = 0;
    let before = { id: '', text: '' };
    let dropped = '';
    for await (const { import: id, text } of parts.find({ tenant }).sort({ tenant: 1, import: 1, from: 1 })) {
      if (id === dropped) continue;
      const looked = before.id === id ? before.text + text : text;
      before = { id, text: text.slice(-overlap) };
      if (!mentions(looked)) continue;
      await dropFile({ collections, tenant, id });
      dropped = id;
      count += 1;
    }
    return count;
  },
};

/** Refused rows of files that are gone already. */
export const refusedRows: PersonRows = onlyMentioned({ among: (tenant) => ({ tenant }) });

/** Imports: what they tell of rows quotes values of them. */
export const importRows: PersonRows = onlyMentioned({
  among: (tenant) => ({ tenant }),
  textOf: ({ examples, failure, columns }) => JSON.stringify([examples, failure, columns]),
  change: { $set: { examples: [] }, $unset: { failure: 1 } },
});
