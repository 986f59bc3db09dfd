import { judgeOf, summaryOf } from './summarise-events.ts';
import { numberOf } from './decide/number-text.ts';
import { type EventsSummary, noEvents, type RecordsQuery } from './facts.ts';
import { readPath } from './path.ts';

/**
 * Answers a question about records from the records of that kind of one person, in any order: counts those for which `where` holds.
 * Records are as the fact `record` shows them, with instants as texts. What is not a number at `sumPath`, nor the text of one, is left out of the sum
 * and the average.
 */
export const summariseRecords = async (input: {
  records: Iterable<unknown> | AsyncIterable<unknown>;
  query: RecordsQuery;
}): Promise<EventsSummary> => {
  const { sumPath, where, holds, now, zone } = input.query;
  const isMeant = judgeOf({ where, holds, now, zone, fact: 'record' });
  let count = 0;
  const amounts: number[] = [];
  for await (const record of input.records) {
    if (!(await isMeant(record))) continue;
    count += 1;
    const amount = sumPath === undefined ? undefined : numberOf(readPath({ value: record, path: sumPath }));
    if (amount !== undefined) amounts.push(amount);
  }
  return count === 0 ? noEvents : { ...noEvents, count, ...summaryOf(amounts) };
};
