import { namesSomebody } from '../../domain/broadcasts/audience.ts';
import { dueFor } from '../../domain/broadcasts/due-for.ts';
import type { BroadcastPlan } from '../../domain/broadcasts/plan.ts';
import { nearest } from '../../domain/documents/nearest.ts';
import type { Problem } from '../../domain/problem.ts';
import type { LiveWorkspace } from '../journeys/live-workspace.ts';
import { readAudience } from '../segments/preview-audience.ts';

type Input = {
  readonly plan: BroadcastPlan;
  readonly live: LiveWorkspace;
  /** The channels on which something can deliver. */
  readonly channels: readonly string[];
  readonly now: number;
};

const problem = (code: string, path: string, message: string, hint: string): Problem => ({
  code,
  path,
  message,
  hint,
  severity: 'error',
});

const unknown = (input: { kind: string; path: string; word: string; known: readonly string[] }): Problem => {
  const { kind, path, word, known } = input;
  const close = nearest({ word, known });
  const all = known.length === 0 ? 'There are none.' : `There are ${known.slice(0, 20).join(', ')}.`;
  const hint = close === undefined ? all : `Did you mean \`${close}\`?`;
  return problem(`unknown-${kind}`, path, `There is no ${kind} \`${word}\`.`, hint);
};

/** What is wrong with the audience of a broadcast. */
export const audienceProblems = (input: Pick<Input, 'plan' | 'live'>): readonly Problem[] => {
  const { audience } = input.plan;
  const { segments } = input.live.published;
  const known = segments.map(({ key }) => key);
  const named = [
    ...audience.segments.map((word, index) => ({ word, path: `audience.segments[${index}]` })),
    ...audience.exclude.map((word, index) => ({ word, path: `audience.exclude[${index}]` })),
  ];
  const read =
    audience.when === undefined
      ? undefined
      : readAudience({ conditions: audience.when, segments, path: 'audience.when' });
  return [
    ...named
      .filter(({ word }) => !known.includes(word))
      .map(({ word, path }) => unknown({ kind: 'segment', path, word, known })),
    ...(read === undefined || read.ok ? [] : read.problems),
  ];
};

const variantProblems = ({ plan, live, channels }: Input): readonly Problem[] => {
  const { variants, channel, topic } = plan;
  const names = variants.map(({ name }) => name);
  const known = [...live.messages.keys()];
  const topics = Object.keys(live.published.settings.topics);
  return [
    ...(variants.length > 0
      ? []
      : [problem('no-message', 'variants', 'There is no message.', 'Name a message of `messages/`.')]),
    ...(channels.includes(channel)
      ? []
      : [unknown({ kind: 'channel', path: 'channel', word: channel, known: channels })]),
    ...(topic === undefined || topic === 'general' || topics.includes(topic)
      ? []
      : [unknown({ kind: 'topic', path: 'topic', word: topic, known: topics })]),
    ...variants.flatMap(({ name, message }, index): readonly Problem[] => {
      const path = `variants[${index}]`;
      if (names.indexOf(name) !== index) {
        const said = `There is a variant \`${name}\` already.`;
        return [problem('duplicate-variant', `${path}.name`, said, 'Choose another name.')];
      }
      const found = live.messages.get(message);
      if (found === undefined)
        return [unknown({ kind: 'message', path: `${path}.message`, word: message, known })];
      const { channel: own } = found.compiled;
      if (own === channel) return [];
      const said = `\`${message}\` is written for ${own} and cannot be sent on ${channel}.`;
      return [
        problem(
          'wrong-channel',
          `${path}.message`,
          said,
          `Name a message for ${channel}, or send on ${own}.`,
        ),
      ];
    }),
  ];
};

const timeProblems = ({ plan, now }: Input): readonly Problem[] => {
  const { schedule, test, variants } = plan;
  const hint = 'Choose a time that is still to come, or send it now.';
  const past = problem('past', 'schedule.at', 'This time has passed.', hint);
  const isPast =
    schedule.kind === 'at'
      ? Date.parse(schedule.at) < now - 60_000
      : // The clocks that are furthest behind show it last.
        schedule.kind === 'local' && dueFor({ schedule, start: 0, zone: 'Etc/GMT+12' }) < now;
  const few = 'A test needs at least two variants.';
  const local =
    'A test and a local time cannot be combined: the winner must be known before the others get it.';
  return [
    ...(isPast ? [past] : []),
    ...(test === undefined || variants.length > 1
      ? []
      : [problem('few-variants', 'test', few, 'Add a variant, or leave the test out.')]),
    ...(test === undefined || schedule.kind !== 'local'
      ? []
      : [problem('test-at-local-time', 'test', local, 'Send it at one instant, or to everybody by lot.')]),
  ];
};

/** Everything that keeps a broadcast from being sent. */
export const planProblems = (input: Input): readonly Problem[] => {
  const nobody = problem(
    'no-audience',
    'audience',
    'Nobody is named.',
    'Name segments or conditions, or say that everybody gets it.',
  );
  return [
    ...(namesSomebody(input.plan.audience) ? [] : [nobody]),
    ...audienceProblems(input),
    ...variantProblems(input),
    ...timeProblems(input),
  ];
};
