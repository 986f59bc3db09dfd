import type { Problem } from '../../problem.ts';
import { certainResults } from '../certain-results.ts';
import { type CheckInput, unknownName, warning } from './check-kit.ts';
import { toGraph } from '../graph.ts';
import type { JourneyContext, MessageFacts } from '../journey-context.ts';
import type { SendStep } from '../steps.ts';

/** What a journey refers to and is not in the workspace. */
export const checkReferences = (input: CheckInput): readonly Problem[] => {
  const { context, placed } = input;
  if (context === undefined) return [];
  return [
    ...checkEntrySegment({ ...input, context }),
    ...placed.flatMap(
      ({ step, stepType, path }) => stepType.checkReferences?.({ step, path, context }) ?? [],
    ),
  ];
};

const checkEntrySegment = (input: CheckInput & { context: JourneyContext }): readonly Problem[] => {
  const { entry } = input.definition;
  const named = [
    ...('segment' in entry ? [{ word: entry.segment, path: 'entry.segment' }] : []),
    ...('audience' in entry ? [{ word: entry.audience, path: 'entry.audience' }] : []),
  ];
  const known = input.context.segments;
  const none = 'There are no segments yet; add one in `segments/`.';
  return named
    .filter(({ word }) => !known.has(word))
    .map(({ word, path }) =>
      unknownName({ code: 'unknown-segment', path, kind: 'segment', word, known, none }),
    );
};

const messagesOf = (step: SendStep): readonly string[] => [
  ...new Set([step.message, ...Object.values(step.messages ?? {})]),
];

/**
 * Messages that read the result of a step the journey does not have, or that need not have given one when the message is
 * sent: their text would have a hole.
 */
export const checkMessageSteps = (input: CheckInput): readonly Problem[] => {
  const { context, placed, lost, types } = input;
  if (context === undefined) return [];
  const certain = certainResults({ graph: toGraph(input.definition, types), types });
  const known = new Set([...placed.map(({ step }) => step.id), ...lost]);
  return placed.flatMap(({ step, path }): Problem[] => {
    if (step.type !== 'send') return [];
    const reads = messagesOf(step).flatMap((key) => {
      const facts: MessageFacts | undefined = context.messages.get(key);
      return (facts?.steps ?? []).map((id) => ({ key, id }));
    });
    const uncertain = reads.filter(({ id }) => known.has(id) && certain.get(step.id)?.has(id) === false);
    const mayLack = uncertain
      .filter(({ id }) => !lost.has(id))
      .map(({ key, id }) =>
        warning({
          code: 'step-may-not-run',
          step: step.id,
          path: `${path}.message`,
          message: `\`${key}\` shows the result of \`${id}\`, but a run can come here without it.`,
          hint: `Send it only behind \`${id}\`, or put what it shows into \`{{#if steps.${id}}}\`.`,
        }),
      );
    const lacks = reads
      .filter(({ id }) => !known.has(id))
      .map(({ key, id }) =>
        warning({
          code: 'missing-step',
          step: step.id,
          path: `${path}.message`,
          message: `\`${key}\` shows the result of a step \`${id}\`, and this journey has none.`,
          hint: `Give the step that is meant the id \`${id}\`, or change the message.`,
        }),
      );
    return [...lacks, ...mayLack];
  });
};
