import type { Module } from '../module.ts';
import { createLookAtProviders } from './look-at-providers.ts';
import { pollSchema } from './store/poll-schema.ts';
import { createPollStore } from './store/polls.ts';

/** Looks at providers that tell nothing by themselves, such as mailboxes. */
export const pollingModule = {
  name: 'polling',
  collections: [pollSchema],
  stores: { pollStore: createPollStore },
  services: { lookAtProviders: createLookAtProviders },
  loops: {
    polls: ({ lookAtProviders }: { lookAtProviders: ReturnType<typeof createLookAtProviders> }) => ({
      every: 5,
      job: lookAtProviders,
    }),
  },
  routes: {},
  audited: {},
} as const satisfies Module;
