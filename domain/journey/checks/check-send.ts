import type { Problem } from '../../problem.ts';
import { refusal, unknownName } from './check-kit.ts';
import { checkNamed } from './check-named.ts';
import type { JourneyContext } from '../journey-context.ts';
import type { SendStep } from '../steps/send.ts';

type Input = { readonly step: SendStep; readonly path: string; readonly context: JourneyContext };

const chosen: ReadonlySet<string> = new Set(['preferred', 'best']);

/** What a send names and the workspace does not have: messages, channels, a topic. */
export const checkSendReferences = (input: Input): readonly Problem[] => {
  const { context, step, path } = input;
  const named = (word: string, field: string, kind: 'message' | 'topic') =>
    checkNamed({ step: step.id, path: `${path}.${field}`, word, kind, context });
  return [
    ...named(step.message, 'message', 'message'),
    ...Object.entries(step.messages ?? {}).flatMap(([channel, word]) =>
      named(word, `messages.${channel}`, 'message'),
    ),
    ...checkChannels(input),
    ...(step.topic === undefined ? [] : named(step.topic, 'topic', 'topic')),
    ...checkFit(input),
  ];
};

const checkChannels = ({ context, step, path }: Input): readonly Problem[] => {
  const { channels } = context;
  if (channels === undefined) return [];
  const known = [...channels, ...chosen];
  const none = 'Nothing can deliver yet; add a plugin to ciclo.json.';
  const used = [
    { field: 'channel', word: step.channel },
    ...(step.fallback ?? []).map((word, index) => ({ field: `fallback[${index}]`, word })),
  ];
  return used
    .filter(({ word }) => !known.includes(word))
    .map(({ field, word }) =>
      unknownName({
        code: 'unknown-channel',
        step: step.id,
        path: `${path}.${field}`,
        kind: 'channel',
        word,
        known,
        none,
      }),
    );
};

/** A message is written for one channel; sent on another it would come out as nonsense. */
const checkFit = ({ step, path, context }: Input): readonly Problem[] => {
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
      path: `${path}.message`,
      message: `\`${key}\` is written for ${facts.channel} and cannot be sent on ${channel}.`,
      hint: `Send it on \`${facts.channel}\`, or name a message for \`${channel}\` in \`messages\`.`,
    }),
  );
};
