import { type Say, table } from '../platform/say.ts';
import type { EngineClient } from './engine-client.ts';

/** The rows of a list of the admin API, page by page, at most `limit`; `isAll` is false when there are more. */
const eachPage = async <Row>(input: {
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

/** Shows the rows of a list of the admin API as a table, at most `limit`, and says when there are more. */
export const sayList = async <Row>(
  input: Parameters<typeof eachPage<Row>>[0] & {
    say: Say;
    /** What is said when there are none. */
    none: string;
    head: readonly string[];
    line: (row: Row) => readonly (string | number)[];
  },
): Promise<number> => {
  const { say, none, head, line } = input;
  const { rows, isAll } = await eachPage(input);
  if (rows.length === 0) {
    say(none);
    return 0;
  }
  say(table({ head, rows: rows.map(line) }));
  if (!isAll) say('There are more; see --limit.');
  return 0;
};

/** An instant of the API to the second, in UTC. */
export const toSecond = (at: string): string => at.slice(0, 19).replace('T', ' ');
