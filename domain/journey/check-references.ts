import type { Problem } from '../problem.ts';
import { checkCall } from './check-call.ts';
import { type CheckInput, type Placed, refusal, unknownName, warning } from './check-kit.ts';
import type { JourneyContext, MessageFacts } from './journey-context.ts';
import type { SendStep } from './steps.ts';

type At = { readonly context: JourneyContext; readonly placed: Placed };

/** What a journey refers to and is not in the workspace. */
export const checkReferences = (input: CheckInput): readonly Problem[] => {
  const { context, placed } = input;
  if (context === undefined) return [];
  return [
    ...checkEntrySegment({ ...input, context }),
    ...placed.flatMap((one) => checkStepReferences({ context, placed: one })),
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

const checkStepReferences = (at: At): readonly Problem[] => {
  const { context, placed } = at;
  const { step } = placed;
  switch (step.type) {
    case 'send':
      return checkSend({ ...at, step });
    case 'offer':
      return checkName({ at, field: 'offer', word: step.offer, kind: 'offer', known: context.offers });
    case 'enrol':
      return checkName({
        at,
        field: 'journey',
        word: step.journey,
        kind: 'journey',
        known: context.journeys,
      });
    case 'task':
      if (step.team === undefined) return [];
      return checkName({ at, field: 'team', word: step.team, kind: 'team', known: context.teams });
    case 'action':
      return checkCall({ call: step, path: placed.path, step: step.id, plugins: context.plugins });
    case 'update':
      if (step.stage === undefined) return [];
      return checkName({ at, field: 'stage', word: step.stage, kind: 'stage', known: context.stages });
    default:
      return [];
  }
};

const places: Readonly<Record<string, string>> = {
  message: 'There are no messages yet; add one in `messages/`.',
  offer: 'There are no offers yet; add one in `offers/`.',
  journey: 'There is no other journey.',
  team: 'There are no teams yet; add `teams` to ciclo.json.',
  topic: 'There are no topics yet; add `topics` to ciclo.json.',
  stage: 'There are no stages.',
  channel: 'Nothing can deliver yet; add a plugin to ciclo.json.',
};

const checkName = (input: {
  at: At;
  field: string;
  word: string;
  kind: string;
  known: Iterable<string>;
}): readonly Problem[] => {
  const { at, field, word, kind } = input;
  const known = [...input.known];
  if (known.includes(word)) return [];
  const { step, path } = at.placed;
  const code = `unknown-${kind.split(' ')[0]}`;
  const none = places[kind] ?? 'There is none.';
  return [unknownName({ code, step: step.id, path: `${path}.${field}`, kind, word, known, none })];
};

const chosen: ReadonlySet<string> = new Set(['preferred', 'best']);

const checkSend = (input: At & { step: SendStep }): readonly Problem[] => {
  const { context, step } = input;
  const perChannel = Object.entries(step.messages ?? {});
  const problems: Problem[] = [
    ...checkName({
      at: input,
      field: 'message',
      word: step.message,
      kind: 'message',
      known: context.messages.keys(),
    }),
    ...perChannel.flatMap(([channel, word]) =>
      checkName({
        at: input,
        field: `messages.${channel}`,
        word,
        kind: 'message',
        known: context.messages.keys(),
      }),
    ),
    ...checkChannels(input),
  ];
  if (step.topic !== undefined) {
    problems.push(
      ...checkName({ at: input, field: 'topic', word: step.topic, kind: 'topic', known: context.topics }),
    );
  }
  return [...problems, ...checkFit(input)];
};

const checkChannels = (input: At & { step: SendStep }): readonly Problem[] => {
  const { context, step } = input;
  const { channels } = context;
  if (channels === undefined) return [];
  const used = [
    { field: 'channel', word: step.channel },
    ...(step.fallback ?? []).map((word, index) => ({ field: `fallback[${index}]`, word })),
  ];
  return used.flatMap(({ field, word }) =>
    chosen.has(word)
      ? []
      : checkName({ at: input, field, word, kind: 'channel', known: [...channels, ...chosen] }),
  );
};

/** A message is written for one channel; sent on another it would come out as nonsense. */
const checkFit = (input: At & { step: SendStep }): readonly Problem[] => {
  const { step, placed, context } = input;
  const channels = [step.channel, ...(step.fallback ?? [])].filter((channel) => !chosen.has(channel));
  const misfits = channels.flatMap((channel) => {
    const key = step.messages?.[channel] ?? step.message;
    const facts = context.messages.get(key);
    return facts === undefined || facts.channel === channel ? [] : [{ channel, key, facts }];
  });
  return misfits.map(({ channel, key, facts }) =>
    refusal({
      code: 'wrong-channel',
      step: step.id,
      path: `${placed.path}.message`,
      message: `\`${key}\` is written for ${facts.channel} and cannot be sent on ${channel}.`,
      mend: `Send it on \`${facts.channel}\`, or name a message for \`${channel}\` in \`messages\`.`,
    }),
  );
};

const messagesOf = (step: SendStep): readonly string[] => [
  ...new Set([step.message, ...Object.values(step.messages ?? {})]),
];

/** Messages that read the result of a step the journey does not have: their text would have a hole. */
export const checkMessageSteps = (input: CheckInput): readonly Problem[] => {
  const { context, placed, lost } = input;
  if (context === undefined) return [];
  const known = new Set([...placed.map(({ step }) => step.id), ...lost]);
  return placed.flatMap(({ step, path }): Problem[] => {
    if (step.type !== 'send') return [];
    const reads = messagesOf(step).flatMap((key) => {
      const facts: MessageFacts | undefined = context.messages.get(key);
      return (facts?.steps ?? []).map((id) => ({ key, id }));
    });
    return reads
      .filter(({ id }) => !known.has(id))
      .map(({ key, id }) =>
        warning({
          code: 'missing-step',
          step: step.id,
          path: `${path}.message`,
          message: `\`${key}\` shows the result of a step \`${id}\`, and this journey has none.`,
          mend: `Give the step that is meant the id \`${id}\`, or change the message.`,
        }),
      );
  });
};
