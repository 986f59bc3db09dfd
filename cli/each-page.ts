import type { EngineClient } from './engine-client.ts';

/** The rows of a list of the admin API, page by page, at most `limit`; `isAll` is false when there are more. */
export const eachPage = async <Row>(input: {
  path: string;
  query: Readonly<Record<string, string | undefined>>;
  limit: number;
  client: EngineClient;
  read: (answer: unknown) => { readonly rows: readonly Row[]; readonly next: string | undefined };
}): Promise<{ readonly rows: readonly Row[]; readonly isAll: boolean }> => {
  const { path, limit, client, read } = input;
  const given = Object.entries(input.query).flatMap(([name, value]): [string, string][] =>
    value === undefined ? [] : [[name, value]],
  );
  const rows: Row[] = [];
  let next: string | undefined;
  do {
    const query = new URLSearchParams(given);
    query.set('limit', String(Math.min(200, limit - rows.length)));
    if (next !== undefined) query.set('cursor', next);
    const page = read(await client.call({ path: `${path}?${query.toString()}` }));
    rows.push(...page.rows);
    ({ next } = page);
  } while (next !== undefined && rows.length < limit);
  return { rows, isAll: next === undefined };
};
