/** Where an export goes on: in which collection, behind how many of its documents. */
export type ExportPlace = { readonly collection: number; readonly skip: number };

/** One document that is kept of a person. */
export type ExportRow = { readonly collection: string; readonly row: Readonly<Record<string, unknown>> };

/** What a person may ask for: to have what is kept of them, and that it goes. */
export type Privacy = {
  /**
   * Erases a person; answers what was removed when it is done, and nothing more of one who was erased before. Undefined:
   * there is no such person, and there never was.
   */
  readonly erase: (input: {
    tenant: string;
    id: string;
    by: { readonly kind: 'key'; readonly id: string };
  }) => Promise<
    | {
        readonly profileIds: readonly string[];
        /** Documents that were removed or made nobody's, by collection. */
        readonly removed: Readonly<Record<string, number>>;
      }
    | undefined
  >;
  /** Everything that is kept of a person, at most `limit` documents from a place on. */
  readonly export: (input: { tenant: string; id: string; from: ExportPlace; limit: number }) => Promise<
    | {
        readonly profileIds: readonly string[];
        readonly rows: readonly ExportRow[];
        readonly next?: ExportPlace;
      }
    | undefined
  >;
};
