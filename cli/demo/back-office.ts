import { CicloError } from '../../domain/errors.ts';
import { isObject, own } from '../../domain/json.ts';
import type { EngineClient } from '../engine-client.ts';
import { dayOf } from './day-of.ts';
import { fill } from './fill.ts';
import type { Story } from './story.ts';

/** The team of the shop, who works with leads, quotes, cases and returns by the admin API. */
export type BackOffice = {
  readonly do: (input: {
    calls: NonNullable<Story['steps'][number]['api']>;
    /** Ids of the people, by their names in the story. */
    people: ReadonlyMap<string, { readonly id: string }>;
    now: number;
  }) => Promise<void>;
};

const asText = (value: unknown): string | undefined =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;

/** What stands at `lead.contact.id` in the answers. */
const valueAt = (answers: ReadonlyMap<string, unknown>, path: string): string | undefined => {
  const [first = '', ...rest] = path.split('.');
  return asText(
    rest.reduce<unknown>((at, key) => (isObject(at) ? own(at, key) : undefined), answers.get(first)),
  );
};

/** Makes the team of the demo. Texts of calls hold `{{id of kim}}`, `{{in 30 days}}` and what earlier calls answered. */
export const createBackOffice = (deps: { client: EngineClient; zone: string }): BackOffice => {
  const answers = new Map<string, unknown>();
  return {
    do: async ({ calls, people, now }) => {
      const valueOf = (name: string): string => {
        const person = /^id of (\w+)$/.exec(name)?.[1];
        const value =
          person === undefined
            ? (dayOf({ name, now, zone: deps.zone }) ?? valueAt(answers, name))
            : people.get(person)?.id;
        if (value === undefined)
          throw new CicloError({ code: 'internal', message: `The story does not know \`${name}\`.` });
        return value;
      };
      for (const { method = 'POST', path, body, as } of calls) {
        const answered = await deps.client.call({
          method,
          path: String(fill(path, valueOf)),
          body: fill(body, valueOf),
        });
        if (as !== undefined) answers.set(as, answered);
      }
    },
  };
};
