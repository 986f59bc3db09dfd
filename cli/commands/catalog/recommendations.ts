import { evaluateBaskets, type Figure, type Scores } from '../../../domain/recommendations/evaluate.ts';
import { readBaskets } from '../../../domain/recommendations/read-baskets.ts';
import { table } from '../../../platform/say.ts';
import type { CommandDefinition } from '../../command.ts';
import { readText } from '../../read-file.ts';
import { toCount } from '../../to-count.ts';

const figure = ({ value, low, high }: Figure): string =>
  `${value.toFixed(3)} (${low.toFixed(3)} to ${high.toFixed(3)})`;

const row = (name: string, { hitRate, mrr }: Scores): readonly string[] => [
  name,
  figure(hitRate),
  figure(mrr),
];

const evaluatePart: CommandDefinition = {
  usage: 'evaluate <file>',
  summary: 'measures what is bought together on a CSV file of orders, against what is popular and chance',
  examples: ['ciclo recommendations evaluate orders_export.csv'],
  build: ({ command, act, config, say }) =>
    command.option('--seed <number>', 'of chance and of the intervals', toCount, 1).action(
      act(async (file: string, { seed }: { seed: number }) => {
        // A setting that is not valid is said first, by every command.
        config();
        const read = readBaskets(await readText(file));
        if (!read.ok) {
          for (const { line, message, hint } of read.problems)
            say(`${line === undefined ? '' : `line ${line}: `}${message} ${hint}`);
          return 1;
        }
        const { baskets, rows: all, passedOver } = read.value;
        for (const [why, count] of passedOver) say(`${count} of ${all} rows passed over: ${why}.`);
        const found = evaluateBaskets({ baskets, seed });
        say(`${found.people} people, ${found.baskets} baskets, ${found.products} products.`);
        const rows = [
          row('bought together', found.recommended),
          row('most popular', found.popular),
          row('random', found.random),
          row('gain over popular', found.gain),
        ];
        say(table({ head: ['', 'hit rate at 10', 'MRR at 10'], rows }));
        say('In brackets the 95 % bootstrap interval over people.');
        return 0;
      }),
    ),
};

/** `ciclo recommendations`. */
export const recommendationsCommand: CommandDefinition = {
  usage: 'recommendations',
  summary: 'how good recommendations are',
  group: 'Records',
  examples: ['ciclo recommendations evaluate orders_export.csv'],
  parts: [evaluatePart],
};
