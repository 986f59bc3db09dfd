/** Who wrote each of some documents last, by id; for the compare-and-set batcher. */
export const writersOf = (
  docs: readonly { readonly _id: string; readonly writer?: string }[],
): ReadonlyMap<string, string> => new Map(docs.map((doc) => [doc._id, doc.writer ?? '']));

/** What of a document `writersOf` needs. */
export const writerOnly = { projection: { writer: 1 } } as const;
