import type { PageOf, Position } from '../ports/views.ts';

/** A list that is read newest first, page by page. */
export type Stream<Item> = {
  readonly read: (page: PageOf) => Promise<readonly { readonly item: Item; readonly position: Position }[]>;
  /** Breaks ties between streams at the same instant: the higher is the later. */
  readonly rank: number;
};

type Row<Item> = {
  readonly item: Item;
  readonly position: Position;
  readonly stream: number;
  readonly rank: number;
};

const newestFirst = <Item>(a: Row<Item>, b: Row<Item>): number =>
  b.position.at - a.position.at || b.rank - a.rank;

/**
 * One page of several lists as if they were one, newest first. Each list goes on behind its own last item that
 * was shown, so that nothing is shown twice and nothing is left out, however they interleave.
 */
export const mergeStreams = async <Item>(input: {
  streams: readonly Stream<Item>[];
  after: readonly (Position | undefined)[];
  limit: number;
}): Promise<{
  readonly items: readonly Item[];
  /** Where each list goes on; undefined at the end of all. */
  readonly next: readonly (Position | undefined)[] | undefined;
}> => {
  const { streams, after, limit } = input;
  const pages = await Promise.all(
    streams.map(async (stream, index) => {
      const from = after[index];
      const found = await stream.read({ limit: limit + 1, ...(from === undefined ? {} : { after: from }) });
      return found.map((row): Row<Item> => ({ ...row, stream: index, rank: stream.rank }));
    }),
  );
  const all = pages.flat().toSorted(newestFirst);
  const shown = all.slice(0, limit);
  const next = streams.map(
    (_stream, index) => shown.findLast((row) => row.stream === index)?.position ?? after[index],
  );
  return { items: shown.map((row) => row.item), next: all.length > limit ? next : undefined };
};
