/** All a connector imports. How to write one: docs/plugins.md. */
import type { z } from 'zod';
import { bindable } from './contract/bind.ts';
import type { Close, Open, Plugin, PluginSpec } from './contract/plugin.ts';

export type { Auth, OAuth2 } from './contract/sign-in/auth.ts';
export type { Connect } from './contract/network/connect.ts';
export { readSaidTime } from '../domain/time/said-time.ts';
export { minorDigits, toMinor } from '../domain/money.ts';
export { type BounceKind, readReply } from '../domain/feedback/smtp-reply.ts';
export type { ActionContext } from './contract/context.ts';
export { deliveryEvents, type DeliveryReport } from './contract/messages/delivery-report.ts';
export { emailMessage, type EmailMessage } from './contract/messages/email.ts';
export { letterMessage, type LetterMessage } from './contract/messages/letter.ts';
export type { InboundEvent } from './contract/inbound/event.ts';
export type { HttpAnswer } from './contract/network/http.ts';
export {
  audienceLookedAt,
  audiencePut,
  audienceToLookAt,
  type AudienceToLookAt,
  audienceToPut,
  type AudienceToPut,
  type HashedPerson,
  type PersonToHash,
} from './contract/actions/audiences.ts';
export { eventsPut, eventsRefused, eventsToPut, type EventToPut } from './contract/actions/events.ts';
export {
  filePut,
  fileRead,
  filesListed,
  filesToList,
  fileToPut,
  type FileToPut,
  fileToRead,
  type FileToRead,
} from './contract/actions/files.ts';
export { formatMailAddress, mailboxesOf } from './contract/messages/mailbox.ts';
export type { InboundMessage } from './contract/inbound/message.ts';
export type { InboundProduct } from './contract/inbound/product.ts';
export type { Failure, Outcome } from './contract/actions/outcome.ts';
export type { Plugin } from './contract/plugin.ts';
export { loginFailed, providerFailure, withoutAddresses } from './contract/messages/provider-failure.ts';
export { textMessage, textWithSubject } from './contract/messages/text-message.ts';
export { multipart } from './contract/network/multipart.ts';
export { graphemesIn, linksIn, textWithLink } from './contract/posts/length.ts';
export {
  commentPlaced,
  postComment,
  type PostContent,
  postContent,
  postFound,
  type PostState,
  postState,
  postHandle,
} from './contract/posts/post.ts';
export type { PostRules } from '../domain/posts/post-rules.ts';
export { messageRate, rateLimits } from './contract/messages/rate.ts';
export type { Cursor, Poll, Polled } from './contract/inbound/poll.ts';
export type {
  SyncContext,
  SyncFound,
  SyncObject,
  SyncPage,
  SyncResult,
  SyncRow,
  SyncWritten,
} from './contract/syncs/sync.ts';
export { nestFields, valueAt } from './contract/syncs/fields.ts';
export { type ChangesAsk, type ChangesPage, walkChanges } from './contract/syncs/walk-changes.ts';
export { writeEach } from './contract/syncs/write-each.ts';
export { isJson, type Json, type JsonObject } from '../domain/json.ts';
export { secret, secrets } from './contract/sign-in/secret.ts';
export { anySame, hmacSha256 } from './contract/webhooks/signature.ts';
export { standardWebhookKey, verifyStandardWebhook } from './contract/webhooks/standard-webhooks.ts';
export { basicAuth, lastOfPath, type Verification } from './contract/webhooks/verification.ts';
export { verifySecret } from './contract/webhooks/verify-secret.ts';
export type { Subscription, Subscriptions } from './contract/webhooks/subscriptions.ts';
export {
  type ReadRequest,
  refused,
  type Verdict,
  verified,
  type Webhook,
  type WebhookRequest,
} from './contract/webhooks/webhook.ts';

/** `host:port` as an entry of `hosts`, with brackets around an IPv6 address. */
export { entryOf } from '../domain/egress-hosts.ts';

/** A plugin whose calls share nothing. */
export function definePlugin<Config extends z.ZodType>(
  spec: PluginSpec<Config, undefined> & { readonly open?: undefined },
): Plugin;
/** A plugin whose calls share a resource (a connection pool), opened once per instance at its first use. */
export function definePlugin<Config extends z.ZodType, Resource>(
  spec: PluginSpec<Config, Resource> & {
    /** May throw: the call then is a `retry`, and the next one opens again. */
    readonly open: Open<Config, Resource>;
    readonly close: Close<Resource>;
  },
): Plugin;
export function definePlugin<Config extends z.ZodType, Resource>(
  spec:
    | (PluginSpec<Config, undefined> & { readonly open?: undefined })
    | (PluginSpec<Config, Resource> & {
        readonly open: Open<Config, Resource>;
        readonly close: Close<Resource>;
      }),
): Plugin {
  return spec.open === undefined
    ? bindable({ spec, open: () => undefined, close: () => undefined })
    : bindable({ spec, open: spec.open, close: spec.close });
}
