import { readWorkspace } from '../server/workspace/read-workspace.ts';
import { join } from 'node:path';

const journey = (definition: Readonly<Record<string, unknown>>): string => JSON.stringify(definition);

/** The workspace of the benchmarks: the starter's messages, and journeys that each measure one thing. */
export const benchWorkspace = async (
  input: { movedWait?: string } = {},
): Promise<Readonly<Record<string, string>>> => {
  const starter = await readWorkspace(join(import.meta.dirname, '..', 'templates'));
  const messages = Object.fromEntries(
    Object.entries(starter).filter(([path]) => path.startsWith('messages/')),
  );
  const settings: Record<string, unknown> = JSON.parse(starter['ciclo.json'] ?? '{}');
  const send = { id: 'hello', type: 'send', channel: 'email', message: 'welcome' };
  const worth = { all: [{ fact: 'event', path: '$.properties.value', operator: 'greaterThan', value: 20 }] };
  return {
    ...messages,
    'ciclo.json': JSON.stringify({
      ...settings,
      tenant: 'bench',
      caps: [],
      quietHours: [],
      plugins: { mail: { use: 'smtp', config: { server: { env: 'SMTP_URL' }, tls: 'off' } } },
    }),
    'journeys/immediate.json': journey({
      key: 'immediate',
      name: 'An event, a rule, a mail',
      stage: 'acquisition',
      entry: { on: 'Signed Up', where: worth, again: 'always' },
      steps: [send],
    }),
    'journeys/parked.json': journey({
      key: 'parked',
      name: 'Waits for a month',
      stage: 'retention',
      entry: { on: 'Parked', again: 'always' },
      steps: [{ id: 'sleep', type: 'wait', for: '30 days' }, send],
    }),
    'journeys/moved.json': journey({
      key: 'moved',
      name: 'Is changed while people wait in it',
      stage: 'retention',
      entry: { on: 'Set Out', again: 'always' },
      steps: [{ id: 'sleep', type: 'wait', for: input.movedWait ?? '30 days' }, send],
    }),
    'journeys/woken.json': journey({
      key: 'woken',
      name: 'Waits for an event, then a mail',
      stage: 'retention',
      entry: { on: 'Opened Case', again: 'always' },
      steps: [
        { id: 'answer', type: 'wait-for', timeout: '30 days', events: [{ on: 'Answered', then: [] }] },
        send,
      ],
    }),
  };
};

/**
 * A tenant with so many live journeys, rules as many, and the usual segments. Each journey and rule has events of
 * its own to look at.
 */
export const crowdedWorkspace = async (input: {
  tenant: string;
  journeys: number;
}): Promise<Readonly<Record<string, string>>> => {
  const { 'ciclo.json': settings, ...files } = await benchWorkspace();
  const own: Record<string, unknown> = JSON.parse(settings ?? '{}');
  const messages = Object.entries(files).filter(([path]) => path.startsWith('messages/'));
  const crowd = Array.from({ length: input.journeys }, (_, n): [string, string][] => [
    [
      `journeys/crowd-${n}.json`,
      journey({
        key: `crowd-${n}`,
        name: `One of many (${n})`,
        stage: 'retention',
        entry: {
          on: `Started ${n}`,
          where: { all: [{ fact: 'event', path: '$.properties.value', operator: 'greaterThan', value: n }] },
          again: 'always',
        },
        exit: [{ on: `Stopped ${n}` }],
        steps: [
          { id: 'sleep', type: 'wait', for: '30 days' },
          { id: 'hello', type: 'send', channel: 'email', message: 'welcome' },
        ],
      }),
    ],
    [
      `rules/crowd-${n}.json`,
      JSON.stringify({
        name: `Tags who started ${n}`,
        on: [`Started ${n}`],
        conditions: {
          all: [{ fact: 'event', path: '$.properties.value', operator: 'greaterThan', value: n }],
        },
        event: { type: 'tag', params: { add: [`started-${n}`] } },
      }),
    ],
  ]);
  return {
    ...Object.fromEntries([...messages, ...crowd.flat()]),
    'ciclo.json': JSON.stringify({ ...own, tenant: input.tenant }),
    'segments/big.json': JSON.stringify({
      key: 'big',
      name: 'Big spenders',
      when: {
        all: [{ fact: 'profile', path: '$.computed.revenue', operator: 'greaterThanInclusive', value: 1000 }],
      },
    }),
  };
};
