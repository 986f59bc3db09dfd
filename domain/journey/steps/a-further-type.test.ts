import { describe, expect, it } from 'vitest';
import { z } from 'zod';

import { explain } from '../../ledger/explain.ts';
import { nobody } from '../../profiles/profiles-for-tests.ts';
import { parseJourney } from '../checks/check-journey.ts';
import { journeySchemaOf } from '../definition.ts';
import { journey } from '../journeys-for-tests.ts';
import { factsWith, lineOf, monday } from '../play-for-tests.ts';
import { readyJourney } from '../ready-journey.ts';
import { reduce } from '../reduce/reduce.ts';
import { newRunState } from '../reduce/run-state.ts';
import type { Next, ReduceInput } from '../reduce/transitions.ts';
import { stepTypes } from '../steps.ts';
import type { StepPorts } from './step-work.ts';
import { typesWithWave as types } from './wave-for-tests.ts';

const text = journey(`
  { "id": "hello", "type": "wave", "at": "{{profile.traits.firstName}}",
    "otherwise": [{ "id": "alone", "type": "exit", "outcome": "alone" }] },
  { "id": "rest", "type": "wait", "for": "1 day" }`);

const parsed = (source: string) => parseJourney({ text: source, file: 'journeys/test.json', types });

const never = (): never => {
  throw new Error('nothing here does that');
};

const noPorts: StepPorts = {
  decide: never,
  expose: never,
  send: never,
  changeProfile: never,
  issueOffer: never,
  points: never,
  membership: never,
  credit: never,
  recommend: never,
  callPlugin: never,
  addTask: never,
  reply: never,
  record: never,
  enrol: never,
};

/** Runs the journey of a person until it waits or ends. */
const run = async (firstName: string) => {
  const checked = parsed(text);
  if (!checked.ok) throw new Error(JSON.stringify(checked.problems));
  const ready = readyJourney(checked.value, types);
  let profile = { ...nobody(), traits: { firstName } };
  let state = newRunState({ since: monday });
  const said: string[] = [];
  const sentences: string[] = [];
  const tell = (input: ReduceInput): Next => {
    const { definition, graph } = ready;
    const reduced = reduce({ definition, graph, facts: factsWith(), now: monday, state, input });
    state = reduced.state;
    said.push(...reduced.decisions.map(lineOf));
    for (const locale of ['en', 'es'] as const) {
      sentences.push(
        ...reduced.decisions.map((decision) => explain({ decision, definition, locale, types })),
      );
    }
    return reduced.next;
  };
  let next = tell({ kind: 'start' });
  while (next.kind === 'effect') {
    const { effect } = next;
    const node = ready.graph.nodes.get(effect.step);
    const performed = await node?.stepType.perform?.({
      step: node.step,
      effect,
      id: 'once',
      now: monday,
      zone: 'Europe/Madrid',
      entryKey: '',
      recordKind: undefined,
      stages: [],
      fill: () => ready.templates.get(effect.step)?.({ profile }),
      read: () => undefined,
      end: () => monday,
      ports: {
        ...noPorts,
        changeProfile: async (apply) => {
          profile = { ...profile, ...apply(profile), traits: profile.traits };
        },
      },
    });
    if (performed?.kind !== 'result') throw new Error('the step did nothing');
    next = tell({ kind: 'result', result: performed.result });
  }
  return { said, sentences, state, profile, next };
};

describe('a type of step that is handed in', () => {
  it('is read, run and told of in both languages, without a file of the product that knows it', async () => {
    const { said, sentences, state, profile, next } = await run('Ana');
    expect(said).toEqual(['entered', 'acted hello', 'waiting rest (duration)']);
    expect(sentences).toContain('Waved at Ana.');
    expect(sentences).toContain('Saludó a Ana.');
    expect(state.steps).toEqual({ hello: { waved: 'Ana' } });
    expect(profile.tags).toEqual(['waved-at']);
    expect(next).toEqual({ kind: 'wait', until: monday + 86_400_000 });
  });

  it('takes its own branches', async () => {
    const { said, next } = await run('');
    expect(said).toEqual(['entered', 'none hello (nobody-there)', 'exited alone (exit-step)']);
    expect(next).toEqual({ kind: 'done', outcome: 'alone' });
  });

  it('is checked as the others are: its fields, its results, its templates, its own rules', () => {
    const problems = (source: string): string[] => {
      const checked = parsed(source);
      return (checked.ok ? checked.warnings : checked.problems).map(({ code, path }) => `${code} ${path}`);
    };
    expect(problems(text)).toEqual([]);
    expect(problems(journey('{ "id": "a", "type": "wave", "at": "" }'))).toEqual(['too-little steps[0].at']);
    expect(problems(journey('{ "id": "a", "type": "wave", "at": "nobody" }'))).toEqual([
      'useless-field steps[0].at',
    ]);
    expect(problems(journey('{ "id": "a", "type": "wave", "at": "{{nmae}}" }'))).toEqual([
      'unknown-variable steps[0].at',
    ]);
    expect(
      problems(
        journey(`{ "id": "a", "type": "wave", "at": "Ana" },
          { "id": "b", "type": "wave", "at": "{{steps.a.wafed}}" }`),
      ),
    ).toEqual(['unknown-result steps[1].at']);
  });

  it('is in the JSON Schema for editors', () => {
    const schema = JSON.stringify(z.toJSONSchema(journeySchemaOf(types), { io: 'input' }));
    expect(schema).toContain('Whom to wave at');
  });

  it('is refused by a language without it', () => {
    const checked = parseJourney({ text, file: 'journeys/test.json' });
    expect(checked.ok ? [] : checked.problems.map(({ code }) => code)).toEqual(['unknown-step-type']);
  });
});

describe('every type of step of the product', () => {
  it('is described where editors show it, and known by its own name', () => {
    for (const [name, type] of stepTypes) expect(type.type).toBe(name);
    const schema = JSON.stringify(z.toJSONSchema(journeySchemaOf(stepTypes), { io: 'input' }));
    for (const name of stepTypes.keys()) expect(schema).toContain(`"const":"${name}"`);
  });
});
