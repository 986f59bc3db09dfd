import type { mongo } from 'mongoose';

const page = 500;

/** All documents of a collection in pages, by id. */
export async function* pagesOf<Doc extends { readonly _id: string }>(
  find: (after: string) => mongo.FindCursor<Doc>,
): AsyncGenerator<readonly Doc[]> {
  for (let after = ''; ;) {
    const docs = await find(after).sort({ _id: 1 }).limit(page).toArray();
    const last = docs.at(-1);
    if (last === undefined) return;
    yield docs;
    after = last._id;
  }
}
