import { randomBytes } from 'node:crypto';

import { CicloError } from '../../../domain/errors.ts';
import { makeCodes } from '../../../domain/offers/make-codes.ts';
import type { Say } from '../../../platform/say.ts';
import type { CommandDefinition } from '../../command.ts';
import { toCount } from '../../to-count.ts';

type Options = { readonly count: number };

const runCodes = (input: { pattern: string; options: Options; say: Say }): number => {
  const { pattern, options, say } = input;
  const made = makeCodes({ pattern, count: options.count, seed: randomBytes(32).toString('base64url') });
  if (!made.ok) throw new CicloError({ code: 'invalid-input', message: made.message });
  for (const line of ['code', ...made.codes]) say(line);
  return 0;
};

/** `ciclo offers codes`. */
export const codesCommand: CommandDefinition = {
  usage: 'codes <pattern>',
  summary:
    'make codes for the CSV file of a pool, one a line: each # becomes a random character without look-alikes',
  examples: ['ciclo offers codes GIFT-######## --count 1000'],
  build: ({ command, act, config, say }) =>
    command.option('--count <number>', 'how many', toCount, 100).action(
      act(async (pattern: string, options: Options) => {
        // A setting that is not valid is said by every command.
        config();
        return runCodes({ pattern, options, say });
      }),
    ),
};
