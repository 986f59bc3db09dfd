import type { openServerStore } from '../open-store.ts';

/** An open store, in which things of the names that the queries ask for are. */
type Open = Pick<Awaited<ReturnType<typeof openServerStore>>, 'stores' | 'tenant'>;

/** Calls of stores, by what they find. */
export type Queries = Readonly<Record<string, (open: Open) => Promise<unknown>>>;
