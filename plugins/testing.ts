import { describe } from 'vitest';
import { actionChecks } from './testing/action-checks.ts';
import { actionsOf } from './testing/actions-of.ts';
import { generalChecks } from './testing/general-checks.ts';
import type { Subject } from './testing/subject.ts';
import { signInChecks } from './testing/sign-in-checks.ts';
import { subscriptionChecks } from './testing/subscription-checks.ts';
import { syncChecks } from './testing/syncs/sync-checks.ts';
import { pollChecks } from './testing/polls/poll-checks.ts';
import { webhookChecks } from './testing/webhook-checks.ts';

export { awsSignature } from './testing/aws-signature.ts';
export { createHttpFake, type FakeEnv } from './testing/http-fake.ts';
export { callAction, receiveWebhook, setUpWebhook } from './testing/one-call.ts';
export { lookOnce } from './testing/one-look.ts';
export { askSync } from './testing/one-sync.ts';
export { exampleMail, junkMails, mailWithFiles } from './testing/example-mail.ts';
export { testNow, testToken } from './testing/harness.ts';
export { createTokenDesk } from './testing/token-desk.ts';
export { createSubscriptionBook, type SubscriptionBook } from './testing/subscription-book.ts';
export { pollRows } from './testing/polls/poll-rows.ts';
export type { PollSubject } from './testing/polls/poll-subject.ts';
export { createRecordBook, type RecordBook } from './testing/syncs/record-book.ts';
export type { RunningSyncProvider } from './testing/syncs/sync-subject.ts';
export { scenarios, type Subject } from './testing/subject.ts';

/**
 * Registers the tests every plugin has to pass, by what it declares: its config, each action against a provider
 * that misbehaves in every way, each webhook against requests that are not what they should be,
 * each kind of records against a provider that other people change, each poll against one in which things happen meanwhile.
 */
export const conformance = (subject: Subject): void => {
  describe(`plugin ${subject.plugin.id} conforms`, () => {
    generalChecks(subject);

    for (const { name, action, example: named } of actionsOf(subject.plugin)) {
      const example = subject.actions?.[named];
      const { provider } = subject;
      if (example === undefined || provider === undefined) continue;
      describe(`action ${named}`, () => {
        actionChecks({ subject, provider, name, action, example });
      });
    }

    for (const [name, webhook] of Object.entries(subject.webhooks ?? {})) {
      describe(`webhook ${name}`, () => {
        webhookChecks({ subject, name, webhook });
        const { provider, plugin } = subject;
        if (Object.hasOwn(plugin.subscriptions, name) && provider !== undefined)
          subscriptionChecks({ subject, provider, webhook: name });
      });
    }

    for (const [name, poll] of Object.entries(subject.polls ?? {})) {
      describe(`poll ${name}`, () => {
        pollChecks({ subject, name, poll });
      });
    }

    for (const [object, sync] of Object.entries(subject.syncs ?? {})) {
      describe(`sync of ${object}`, () => {
        syncChecks({ subject, object, sync });
        signInChecks({ subject, object, sync });
      });
    }
  });
};
