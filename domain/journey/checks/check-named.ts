import type { Problem } from '../../problem.ts';
import { unknownName } from './check-kit.ts';
import type { JourneyContext } from '../journey-context.ts';

/** The kinds of names a step can refer to: what is known of them, and what to do when there are none. */
const kinds = {
  message: {
    known: ({ messages }) => messages.keys(),
    none: 'There are no messages yet; add one in `messages/`.',
  },
  offer: { known: ({ offers }) => offers, none: 'There are no offers yet; add one in `offers/`.' },
  program: {
    known: ({ programs }) => programs,
    none: 'There are no programmes yet; add one in `programs/`.',
  },
  journey: { known: ({ journeys }) => journeys, none: 'There is no other journey.' },
  team: { known: ({ teams }) => teams, none: 'There are no teams yet; add `teams` to ciclo.json.' },
  topic: { known: ({ topics }) => topics, none: 'There are no topics yet; add `topics` to ciclo.json.' },
  stage: { known: ({ stages }) => stages, none: 'There are no stages.' },
} as const satisfies Readonly<
  Record<string, { known: (context: JourneyContext) => Iterable<string> | undefined; none: string }>
>;

/** A name a step refers to, when the workspace does not have it; `path` is where the name stands. */
export const checkNamed = (input: {
  step: string;
  path: string;
  word: string;
  kind: keyof typeof kinds;
  context: JourneyContext;
}): readonly Problem[] => {
  const { step, path, word, kind } = input;
  const names = kinds[kind].known(input.context);
  const known = [...(names ?? [])];
  if (names === undefined || known.includes(word)) return [];
  return [unknownName({ code: `unknown-${kind}`, step, path, kind, word, known, none: kinds[kind].none })];
};
