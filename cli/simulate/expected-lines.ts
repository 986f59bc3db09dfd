import colors from 'picocolors';

import type { Difference } from '../../domain/simulate/differences.ts';
import type { ExpectedMessage } from '../../domain/simulate/expectation.ts';
import type { JourneyTest } from '../../domain/simulate/journey-test.ts';
import type { Simulation } from '../../domain/simulate/simulation.ts';
import { shownAt } from './simulation-lines.ts';

const expectedText = (one: ExpectedMessage): string => {
  const when = one.at ?? (one.after === undefined ? undefined : `${one.after} after entering`);
  const within = one.within === undefined ? '' : ` within ${one.within}`;
  return `${one.message}${one.channel === undefined ? '' : ` (${one.channel})`}${when === undefined ? '' : `, ${when.replace('T', ' ')}${within}`}`;
};

/**
 * The messages that were expected beside those that went out, like a diff: what fits once, what differs as
 * `-` expected and `+` got.
 */
export const messageDiff = (input: {
  test: JourneyTest;
  simulation: Simulation;
  differences: readonly Difference[];
  zone: string;
}): readonly string[] => {
  const { test, simulation, differences, zone } = input;
  const wanted = test.expect.messages;
  if (wanted === undefined || !differences.some(({ path }) => path.startsWith('messages'))) return [];
  const sent = simulation.messages;
  return Array.from({ length: Math.max(wanted.length, sent.length) }, (_item, index) => index).flatMap(
    (index) => {
      const [one, got] = [wanted[index], sent[index]];
      const place = `messages[${index}]`;
      const isRight = !differences.some(({ path }) => path === place || path.startsWith(`${place}.`));
      const gotText =
        got === undefined
          ? undefined
          : `${got.message} (${got.channel}), ${shownAt({ at: got.at, zone })}: ${got.subject}`;
      if (isRight) return [`  ${gotText ?? ''}`];
      return [
        ...(one === undefined ? [] : [colors.red(`- ${expectedText(one)}`)]),
        ...(gotText === undefined ? [] : [colors.green(`+ ${gotText}`)]),
      ];
    },
  );
};
