import { expect } from 'vitest';

import type { Command } from '../../domain/journey/reduce/commands.ts';
import type { BuiltInStep } from '../../domain/journey/steps.ts';
import type { TestEngine } from './engine.ts';

const hour = 3_600_000;

const mail = (id: string, more: object = {}) => ({
  id,
  type: 'send',
  channel: 'email',
  message: 'welcome',
  ...more,
});
const wait = (length: string, id = 'long') => ({ id, type: 'wait', for: length });

/** What is done to a run that is recorded, and with what. */
export type AtWork = {
  readonly engine: TestEngine;
  readonly person: string;
  readonly command: (command: Command) => Promise<void>;
  /** Freezes or resumes the whole journey. */
  readonly steer: (how: 'freeze' | 'resume') => Promise<void>;
  /** Publishes another version of the journey. */
  readonly publish: (definition: object) => Promise<void>;
  /** Waits until it stands on a step. */
  readonly standsOn: (step: string) => Promise<void>;
  /** Waits until it has taken an event into account. */
  readonly heard: (id: string) => Promise<void>;
};

/** A way in which a run waits and goes on, to be recorded: it must end. */
export type WayToWait = {
  /** Fields of the journey besides its name and entry. */
  readonly journey: (now: number) => { readonly steps: readonly object[]; readonly exit?: readonly object[] };
  /** The engine it runs on: with the limits of a gate, on a server that keeps histories short, or neither. */
  readonly settings?: 'caps' | 'quiet' | 'pace' | 'short histories';
  /** Traits of the person besides the address. */
  readonly traits?: (now: number) => Readonly<Record<string, string>>;
  /** From the entry to the end. */
  readonly act: (at: AtWork) => Promise<void>;
};

const iso = (instant: number): string => new Date(instant).toISOString();
const aDay = ({ engine }: AtWork): Promise<void> => engine.days(1);

/** A window of one hour that opens two hours from now, by the clock in Madrid. */
const windowFrom = (now: number) => {
  const local = (at: number): string =>
    new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/Madrid', hour: '2-digit', hourCycle: 'h23' })
      .format(at)
      .slice(0, 2);
  return { from: `${local(now + 2 * hour)}:00`, to: `${local(now + 3 * hour)}:00` };
};

const waits: Readonly<Record<string, WayToWait>> = {
  'wait-for-a-time': {
    journey: () => ({ steps: [wait('20 hours', 'one'), wait('1 hour', 'two'), mail('hello')] }),
    act: aDay,
  },
  'wait-until-a-date': {
    journey: () => ({
      steps: [{ id: 'date', type: 'wait', until: { date: '$.profile.traits.renewal' } }, mail('hello')],
    }),
    traits: (now) => ({ renewal: iso(now + 20 * hour) }),
    act: aDay,
  },
  'wait-until-a-date-that-moves': {
    journey: () => ({
      steps: [{ id: 'date', type: 'wait', until: { date: '$.profile.traits.renewal' } }, mail('hello')],
    }),
    traits: (now) => ({ renewal: iso(now + 90 * 24 * hour) }),
    act: async (at) => {
      const now = at.engine.engine.clock.now(at.engine.tenant);
      await at.engine.identify(at.person, { renewal: iso(now + 20 * hour) });
      await aDay(at);
    },
  },
  'wait-until-a-window': {
    journey: (now) => ({
      steps: [{ id: 'window', type: 'wait', until: { window: windowFrom(now) } }, mail('hello')],
    }),
    act: aDay,
  },
  'wait-until-their-hour': {
    journey: (now) => ({
      steps: [
        { id: 'hour', type: 'wait', bestTime: { channel: 'email', default: windowFrom(now).from } },
        mail('hello'),
      ],
    }),
    act: aDay,
  },
  rounds: {
    journey: () => ({
      steps: [{ id: 'rounds', type: 'repeat', atMost: 3, steps: [wait('2 hours', 'between')] }],
    }),
    act: aDay,
  },
};

const answer = (more: object) => ({
  id: 'answer',
  type: 'wait-for',
  timeout: '20 hours',
  events: [
    { on: 'Answered', then: [{ id: 'heard', type: 'exit', outcome: 'answered' }] },
    { on: 'Declined', then: [{ id: 'no', type: 'exit', outcome: 'declined' }] },
  ],
  ...more,
});

const events: Readonly<Record<string, WayToWait>> = {
  'hears-the-first-event': {
    journey: () => ({ steps: [answer({})] }),
    act: async ({ engine, person }) => {
      await engine.track(person, 'Answered');
    },
  },
  'hears-the-second-event': {
    journey: () => ({ steps: [answer({})] }),
    act: async ({ engine, person }) => {
      await engine.track(person, 'Declined');
    },
  },
  'hears-nothing-in-time': {
    journey: () => ({ steps: [answer({ otherwise: [mail('hello')] })] }),
    act: aDay,
  },
  'hears-and-begins-anew': {
    journey: () => ({ steps: [answer({ resets: true, events: [{ on: 'Nudged' }] })] }),
    act: async (at) => {
      await at.heard(await at.engine.track(at.person, 'Nudged'));
      await aDay(at);
    },
  },
  'ended-by-an-event': {
    journey: () => ({ exit: [{ on: 'Left', outcome: 'left' }], steps: [wait('30 days'), mail('hello')] }),
    act: async ({ engine, person }) => {
      await engine.track(person, 'Left');
    },
  },
  // So many wake-ups that the server suggests to begin a new history.
  continued: {
    settings: 'short histories',
    journey: () => ({
      exit: [{ on: 'Left', outcome: 'left' }],
      steps: [answer({ resets: true, timeout: '90 days', events: [{ on: 'Nudged' }] })],
    }),
    act: async ({ engine, person, heard }) => {
      for (let n = 0; n < 20; n += 1) await heard(await engine.track(person, 'Nudged'));
      await engine.track(person, 'Left');
    },
  },
};

const sends: Readonly<Record<string, WayToWait>> = {
  'send-over-a-cap': {
    settings: 'caps',
    journey: () => ({ steps: [mail('first'), mail('second')] }),
    act: aDay,
  },
  'send-in-quiet-hours': {
    settings: 'quiet',
    journey: () => ({ steps: [mail('hello')] }),
    act: aDay,
  },
  'send-at-a-pace': {
    settings: 'pace',
    journey: () => ({ steps: [mail('first'), mail('second'), mail('third')] }),
    act: aDay,
  },
  // The first burst fails, then the first attempt of the activity.
  'send-in-an-outage': {
    journey: () => ({ steps: [wait('1 hour', 'pause'), mail('hello')] }),
    act: async (at) => {
      let asked = 0;
      // It is asked twice about each mail.
      at.engine.mail.script = (to) => {
        if (to !== `${at.person}@example.com` || asked === 4) return undefined;
        asked += 1;
        return { at: 'data', answer: 451 };
      };
      await aDay(at);
    },
  },
  // The mail is put off, then refused for good while the workflow's own activity does it.
  'send-that-falls-back': {
    journey: () => ({
      steps: [wait('1 hour', 'pause'), mail('hello', { fallback: ['sms'], messages: { sms: 'short' } })],
    }),
    traits: () => ({ phone: '+34600000001' }),
    act: async (at) => {
      let asked = 0;
      at.engine.mail.script = (to) => {
        if (to !== `${at.person}@example.com`) return undefined;
        asked += 1;
        // It is asked twice about a mail it does not refuse at once.
        return asked <= 2 ? { at: 'data', answer: 451 } : { at: 'rcpt', answer: 550 };
      };
      await aDay(at);
      const { tenant, opened } = at.engine;
      const profileId = await at.engine.profileId(at.person);
      const sent = await opened.stores.messageReads.messages({ tenant, profileId, limit: 5 });
      if (!sent.some(({ channel }) => channel === 'sms')) throw new Error('It did not fall back.');
    },
  },
  'send-that-is-refused': {
    journey: () => ({
      steps: [wait('1 hour', 'pause'), mail('hello', { onFailure: [wait('1 hour', 'after')] })],
    }),
    act: async (at) => {
      at.engine.mail.script = (to) =>
        to === `${at.person}@example.com` ? { at: 'rcpt', answer: 550 } : undefined;
      await aDay(at);
    },
  },
};

const others: Readonly<Record<string, WayToWait>> = {
  'action-in-its-own-time': {
    journey: () => ({
      steps: [
        {
          id: 'tell',
          type: 'action',
          plugin: 'mail',
          action: 'send',
          input: {
            to: 'team@example.org',
            from: 'Shop <shop@example.org>',
            subject: 'Look',
            html: '<p>Look.</p>',
            text: 'Look.',
            messageId: '<look@example.org>',
            date: '2026-06-01T08:00:00Z',
          },
        },
      ],
    }),
    act: async () => undefined,
  },
  'task-nobody-does': {
    journey: () => ({
      steps: [{ id: 'call', type: 'task', title: 'Call', wait: true, timeout: '20 hours' }],
    }),
    act: aDay,
  },
  'task-somebody-does': {
    journey: () => ({
      steps: [{ id: 'ask', type: 'task', title: 'Ask', wait: true, timeout: '20 hours' }],
    }),
    act: async ({ engine, person }) => {
      const { tenant, engine: parts } = engine;
      const profileId = await engine.profileId(person);
      const asked = () => engine.opened.stores.taskReads.tasks({ tenant, profileId, limit: 1 });
      await expect.poll(async () => (await asked()).length, { timeout: 60_000 }).toBe(1);
      const [task] = await asked();
      const output = { outcome: 'done', note: 'Zoraida Quintana was asked.' };
      await parts.finishTask({ tenant, id: task?.id ?? '', output });
    },
  },
};

const standing = () => ({ steps: [wait('20 hours', 'first'), wait('30 days'), wait('1 hour', 'last')] });

const commands: Readonly<Record<string, WayToWait>> = {
  'told-to-leave': {
    journey: standing,
    act: ({ command }) => command({ kind: 'exit', outcome: 'removed' }),
  },
  'told-to-skip': {
    journey: () => ({ steps: [wait('30 days')] }),
    act: ({ command }) => command({ kind: 'skip' }),
  },
  'told-to-move': {
    journey: standing,
    act: async (at) => {
      await at.command({ kind: 'move', to: 'last' });
      await at.standsOn('last');
      await aDay(at);
    },
  },
  'told-to-begin-anew': {
    journey: () => ({ steps: [wait('20 hours', 'first'), wait('9 hours', 'last')] }),
    act: async (at) => {
      await aDay(at);
      await at.command({ kind: 'restart' });
      await at.standsOn('first');
      await at.engine.days(2);
    },
  },
  'frozen-and-resumed': {
    journey: () => ({ steps: [wait('20 hours', 'first')] }),
    act: async (at) => {
      await at.command({ kind: 'freeze' });
      await aDay(at);
      await at.command({ kind: 'resume', policy: 'shift' });
      await aDay(at);
    },
  },
  'frozen-with-its-journey': {
    journey: () => ({ steps: [wait('20 hours', 'first')] }),
    act: async (at) => {
      await at.steer('freeze');
      await aDay(at);
      await at.steer('resume');
      await at.engine.days(2);
    },
  },
  'moved-to-a-version-now': {
    journey: standing,
    act: async (at) => {
      await at.publish({ steps: [wait('2 hours', 'first')] });
      await at.command({ kind: 'migrate', version: 2, when: 'now', map: {} });
      await aDay(at);
    },
  },
  'moved-to-a-version-at-its-next-step': {
    journey: standing,
    act: async (at) => {
      await at.publish({ steps: [wait('9 hours', 'first'), wait('2 hours')] });
      await at.command({ kind: 'migrate', version: 2, when: 'next-step', map: {} });
      await aDay(at);
    },
  },
};

/** Everything that is recorded. */
export const waysToWait: Readonly<Record<string, WayToWait>> = {
  ...waits,
  ...events,
  ...sends,
  ...others,
  ...commands,
};

/** The recordings that show how a run waits on a type of step; none where it never waits. */
export const recordingsOfSteps: Readonly<Record<BuiltInStep['type'], readonly string[]>> = {
  wait: [
    'wait-for-a-time',
    'wait-until-a-date',
    'wait-until-a-date-that-moves',
    'wait-until-a-window',
    'wait-until-their-hour',
  ],
  'wait-for': [
    'hears-the-first-event',
    'hears-the-second-event',
    'hears-nothing-in-time',
    'hears-and-begins-anew',
  ],
  send: [
    'send-over-a-cap',
    'send-in-quiet-hours',
    'send-at-a-pace',
    'send-in-an-outage',
    'send-that-falls-back',
    'send-that-is-refused',
  ],
  action: ['action-in-its-own-time'],
  task: ['task-nobody-does'],
  repeat: ['rounds'],
  exit: ['ended-by-an-event'],
  'go-to': [],
  fragment: [],
  branch: [],
  split: [],
  experiment: [],
  update: [],
  score: [],
  points: [],
  membership: [],
  credit: [],
  reply: [],
  offer: [],
  recommend: [],
  find: [],
  record: [],
  enrol: [],
};

/** The recordings that show how a run obeys a command. */
export const recordingsOfCommands: Readonly<Record<Command['kind'], readonly string[]>> = {
  exit: ['told-to-leave'],
  // To the workflow of the run it is the same: it is woken, and the run is over.
  merged: ['told-to-leave'],
  skip: ['told-to-skip'],
  move: ['told-to-move'],
  restart: ['told-to-begin-anew'],
  freeze: ['frozen-and-resumed', 'frozen-with-its-journey'],
  resume: ['frozen-and-resumed', 'frozen-with-its-journey'],
  migrate: ['moved-to-a-version-now', 'moved-to-a-version-at-its-next-step'],
};
