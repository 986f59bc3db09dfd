import { setTimeout as pause } from 'node:timers/promises';

import { numberFrom, type Random } from '../harness/random.ts';
import { unknownAddress } from './slow-server.ts';

type Call = { readonly messageId: string; readonly userId: string } & Readonly<Record<string, unknown>>;

/** People who come to the shop as long as it is open, and what of them the API took. */
export type Shoppers = {
  /** Ids of the events that were answered with 2xx. */
  readonly accepted: ReadonlySet<string>;
  /** How many of them were there twice, at random, as retries of storefronts are. */
  readonly repeated: () => number;
  /** Lets nobody more in, and settles when everything was taken that anybody said. */
  readonly close: () => Promise<void>;
};

const againMs = 300;

/** Opens the shop: `perSecond` people a second, each with four calls; every tenth address is unknown to the mail server. */
export const openShop = (input: {
  url: string;
  writeKey: string;
  perSecond: number;
  random: Random;
}): Shoppers => {
  const { url, writeKey, perSecond, random } = input;
  const accepted = new Set<string>();
  const state = { isOpen: true, people: 0, repeated: 0 };

  const post = async (batch: readonly Call[]): Promise<boolean> => {
    try {
      const answer = await fetch(`${url}/v1/batch`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${writeKey}` },
        body: JSON.stringify({ batch }),
      });
      await answer.arrayBuffer();
      return answer.ok;
    } catch {
      return false;
    }
  };
  /** Says it until it is taken, and now and then once more. */
  const say = async (batch: readonly Call[]): Promise<void> => {
    while (!(await post(batch))) await pause(againMs);
    for (const { messageId } of batch) accepted.add(messageId);
    if (numberFrom({ random, to: 10 }) === 0 && (await post(batch))) state.repeated += batch.length;
  };
  const visit = async (n: number): Promise<void> => {
    const userId = `u${n}`;
    const named = (what: string) => ({ userId, messageId: `${userId}-${what}` });
    const email = `${n % 10 === 9 ? unknownAddress : 'shopper-'}${n}@example.com`;
    await say([
      { ...named('who'), type: 'identify', traits: { email, firstName: 'Ana' } },
      {
        ...named('yes'),
        type: 'track',
        event: 'Consent Granted',
        properties: { channel: 'email', topic: '*' },
      },
      { ...named('in'), type: 'track', event: 'Signed Up', properties: {} },
    ]);
    const looks = numberFrom({ random, to: 5 });
    const all = Array.from({ length: looks }, (_, look) =>
      say([{ ...named(`look-${look}`), type: 'track', event: 'Looked', properties: { n: `${look}` } }]),
    );
    await Promise.all(all);
  };
  const letIn = async (): Promise<void> => {
    const inside: Promise<void>[] = [];
    while (state.isOpen) {
      inside.push(visit(state.people));
      state.people += 1;
      await pause(1000 / perSecond);
    }
    await Promise.all(inside);
  };
  const everybody = letIn();
  return {
    accepted,
    repeated: () => state.repeated,
    close: async () => {
      state.isOpen = false;
      await everybody;
    },
  };
};
