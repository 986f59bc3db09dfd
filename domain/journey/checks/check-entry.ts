import { checkOffset } from '../../time/date-attribute.ts';
import { checkDuration } from '../../time/duration.ts';
import type { Problem } from '../../problem.ts';
import { type CheckInput, refusal } from './check-kit.ts';
import type { Entry } from '../definition.ts';

const profileFields: ReadonlySet<string> = new Set([
  'traits',
  'activity',
  'computed',
  'predictions',
  'loyalty',
  'tags',
  'stage',
  'stageAt',
  'scores',
  'points',
  'segments',
  'consents',
  'createdAt',
  'lastSeenAt',
  'referredBy',
]);
const eventFields: ReadonlySet<string> = new Set([
  'properties',
  'traits',
  'context',
  'messageId',
  'event',
  'timestamp',
]);

const checkRoot = (input: {
  path: string;
  written: string;
  known: ReadonlySet<string>;
  of: string;
}): readonly Problem[] => {
  const head = /^\$\.([\w-]+)/.exec(input.written)?.[1] ?? '';
  if (input.known.has(head)) return [];
  return [
    refusal({
      code: 'bad-path',
      path: input.path,
      message: `${input.of} has no \`${head}\`.`,
      hint: `Begin the path with ${[...input.known]
        .slice(0, 4)
        .map((name) => `\`$.${name}\``)
        .join(', ')}.`,
    }),
  ];
};

/** Fields of an attribute that do nothing beside others. */
const checkThreshold = (entry: Extract<Entry, { attribute: string }>): readonly Problem[] => {
  const { crosses, direction, from, to } = entry;
  const useless = (field: string, message: string, hint: string): Problem =>
    refusal({ code: 'useless-field', path: `entry.${field}`, message, hint });
  if (crosses === undefined) {
    if (direction === undefined) return [];
    return [useless('direction', '`direction` does nothing without `crosses`.', 'Remove it.')];
  }
  const beside = from !== undefined ? 'from' : to !== undefined ? 'to' : undefined;
  if (beside === undefined) return [];
  return [useless(beside, `\`${beside}\` does nothing beside \`crosses\`.`, 'Remove one of the two.')];
};

/** What is wrong with the entry beyond its shape. */
export const checkEntry = (input: CheckInput): readonly Problem[] => {
  const { entry } = input.definition;
  const problems: Problem[] = [];
  const length = /^after (?!exit$)(.+)$/.exec(entry.again)?.[1];
  if (length !== undefined) problems.push(...checkDuration({ text: length, path: 'entry.again' }));
  if ('key' in entry && entry.key !== undefined) {
    problems.push(
      ...checkRoot({ path: 'entry.key', written: entry.key, known: eventFields, of: 'An event' }),
    );
  }
  if ('attribute' in entry) {
    problems.push(
      ...checkRoot({
        path: 'entry.attribute',
        written: entry.attribute,
        known: profileFields,
        of: 'A profile',
      }),
    );
  }
  if ('attribute' in entry) problems.push(...checkThreshold(entry));
  if ('date' in entry) {
    problems.push(
      ...checkRoot({ path: 'entry.date', written: entry.date, known: profileFields, of: 'A profile' }),
    );
    if (entry.offset !== undefined)
      problems.push(...checkOffset({ text: entry.offset, path: 'entry.offset' }));
  }
  if ('segment' in entry && entry.present && entry.when === 'leaves') {
    problems.push(
      refusal({
        code: 'useless-field',
        path: 'entry.present',
        message: '`present` enters those who are in the segment, and this entry is for those who leave it.',
        hint: 'Leave it out, or write `"when": "joins"`.',
      }),
    );
  }
  if (entry.caps?.perRun !== undefined && !('schedule' in entry)) {
    const message = '`perRun` counts the occurrences of a schedule, and this entry has none.';
    problems.push(
      refusal({
        code: 'useless-field',
        path: 'entry.caps.perRun',
        message,
        hint: 'Use `hour`, `day` or `total`.',
      }),
    );
  }
  return problems;
};
