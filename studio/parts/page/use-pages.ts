import { type InfiniteData, useInfiniteQuery, type UseInfiniteQueryResult } from '@tanstack/react-query';

type Page<Row> = { readonly rows: readonly Row[]; readonly next?: string | undefined };

/** A list of the API, page by page: `read` asks for the page at a cursor, `undefined` for the first one. */
export const usePages = <Row>(input: {
  key: readonly unknown[];
  /** How often the list is read again, in milliseconds, where others change it. */
  everyMs?: number;
  read: (cursor: string | undefined) => Promise<Page<Row>>;
}): UseInfiniteQueryResult<InfiniteData<Page<Row>>> => {
  const first: string | undefined = undefined;
  return useInfiniteQuery<Page<Row>, Error, InfiniteData<Page<Row>>, readonly unknown[], string | undefined>({
    queryKey: input.key,
    queryFn: ({ pageParam }) => input.read(pageParam),
    initialPageParam: first,
    getNextPageParam: ({ next }) => next,
    ...(input.everyMs === undefined ? {} : { refetchInterval: input.everyMs }),
  });
};
