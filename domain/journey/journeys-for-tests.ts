import { shippedObjects } from '../objects/shipped.ts';
import type { Problem } from '../problem.ts';
import { parseJourney } from './checks/check-journey.ts';
import type { JourneyContext } from './journey-context.ts';

/** A small workspace to refer to. */
export const context: JourneyContext = {
  messages: new Map([
    ['hello', { channel: 'email', class: 'marketing', topic: 'news', steps: [] }],
    ['coupon', { channel: 'email', class: 'marketing', topic: 'news', steps: ['ten'] }],
    ['receipt', { channel: 'email', class: 'transactional', topic: 'orders', steps: [] }],
    ['text', { channel: 'sms', class: 'marketing', topic: 'news', steps: [] }],
    ['unreadable', undefined],
  ]),
  offers: new Set(['ten-percent']),
  programs: new Set(),
  segments: new Set(['loyal', 'lapsed']),
  journeys: new Set(['test', 'welcome']),
  plugins: new Map([
    ['mail', { use: 'smtp', actions: ['send'] }],
    ['crm', { use: 'elsewhere', actions: undefined }],
  ]),
  channels: new Set(['email', 'sms']),
  topics: new Set(['news', 'orders']),
  stages: ['lead', 'customer', 'loyal'],
  teams: new Set(['sales']),
  objects: shippedObjects,
  caps: [{ channel: 'email', max: 1, within: '1 day' }],
  quietHours: [{ from: '21:00', to: '08:00' }],
};

/** A send step as JSON text. */
export const send = (id: string, more = ''): string =>
  `{ "id": "${id}", "type": "send", "channel": "email", "message": "hello"${more} }`;
/** A wait step as JSON text. */
export const wait = (id: string, length = '1 day'): string =>
  `{ "id": "${id}", "type": "wait", "for": "${length}" }`;
/** Conditions around one comparison. */
export const holds = (fact: string): string => `{ "all": [${fact}] }`;
/** Conditions that hold for loyal customers. */
export const isLoyal = holds(
  '{ "fact": "profile", "path": "$.stage", "operator": "equal", "value": "loyal" }',
);

/** The text of a journey with these steps and further fields. */
export const journey = (steps: string, fields = ''): string =>
  `{ "key": "test", "name": "Test", "stage": "retention", ${fields}
     "entry": { "on": "Checkout Started", "key": "$.properties.checkout_id" },
     "steps": [${steps}] }`;

/** Everything found in the text of a journey. */
export const found = (
  text: string,
  options: { context?: JourneyContext } = { context },
): readonly Problem[] => {
  const checked = parseJourney({ text, file: 'journeys/test.json', ...options });
  return checked.ok ? checked.warnings : checked.problems;
};

/** Problems as `code step path`, with `warning` before those that refuse nothing. */
export const brief = (problems: readonly Problem[]): string[] =>
  problems.map(({ code, step, path, severity }) =>
    [severity === 'warning' ? 'warning' : '', code, step, path]
      .filter((part) => part !== '' && part !== undefined)
      .join(' '),
  );

/** What is found in a journey with these steps, in brief. */
export const problemsOf = (steps: string, fields = ''): string[] => brief(found(journey(steps, fields)));
