import type { InboundEvent } from '../inbound/event.ts';
import type { InboundMessage } from '../inbound/message.ts';
import type { InboundProduct } from '../inbound/product.ts';
import type { WebhookContext } from '../context.ts';
import type { Verification } from './verification.ts';

/** An inbound request as it arrived. */
export type WebhookRequest = {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly rawBody: Uint8Array;
};

/**
 * The same with its body read. `json` is undefined unless the webhook's `body` is `json` and it could be read;
 * integers too large for a double arrive as strings of digits.
 */
export type ReadRequest = WebhookRequest & { readonly text: string; readonly json: unknown };

/**
 * Whether a request is what it says it is. The first four are answered 401, `malformed` 400. Refuse as malformed
 * only what its sender can hint: a vendor whose new field surprises us is better taken, and read later.
 */
export type Verdict =
  | { readonly ok: true }
  | {
      readonly ok: false;
      readonly refused: 'missing-signature' | 'bad-signature' | 'stale' | 'wrong-source' | 'malformed';
      readonly message: string;
    };

export type Refusal = Exclude<Verdict, { ok: true }>;

export const verified: Verdict = { ok: true };

/** A refusal with the sentence the sender is shown. Never put an expected signature or a secret in it. */
export const refused = (reason: Refusal['refused'], message: string): Refusal => ({
  ok: false,
  refused: reason,
  message,
});

/** One inbound webhook of a plugin. Everything in it is a function of its arguments alone. */
export type Webhook<Config> = {
  readonly title: string;
  /** How it knows its sender; what it says here the kit holds `verify` to. */
  readonly verification: Verification;
  /** `json` by default: a body that is not JSON, once its signature is right, is answered 400. */
  readonly body?: 'json' | 'text';
  readonly maxBytes: number;
  /**
   * Whether a request is the vendor's: a signature over `request.rawBody`, or the secret that it brings, compared with `anySame` or a
   * vendor's own library.
   */
  readonly verify: (ctx: WebhookContext<Config>, request: ReadRequest) => Verdict;
  /** The same for every redelivery of one delivery, and for no other. Like `normalise` it sees the request without its secret. */
  readonly dedupeKey: (request: ReadRequest) => string;
  readonly topic?: (request: ReadRequest) => string;
  /**
   * What happened, as events, what somebody wrote, as messages, and products as they now are; none for what concerns nobody. Repeatable: the stored
   * delivery may be read again a year later. A refusal sets the delivery aside, for people to look at.
   */
  readonly normalise: (
    ctx: WebhookContext<Config>,
    request: ReadRequest,
  ) => readonly (InboundEvent | InboundMessage | InboundProduct)[] | Refusal;
  /**
   * The address of the certificate or key that the request names and `verify` needs, on one of `hosts`; undefined where there is none, or it is
   * not the vendor's. The runtime fetches it, keeps it for a day, and hands its text to `verify` as `ctx.key`.
   */
  readonly keyUrl?: (ctx: WebhookContext<Config>, request: ReadRequest) => string | undefined;
  /**
   * Of a verified request by which the vendor asks whether the address is wanted: the address, on one of `hosts`, that has to be called to
   * say so. The runtime calls it (GET), and keeps nothing of the request.
   */
  readonly confirmUrl?: (ctx: WebhookContext<Config>, request: ReadRequest) => string | undefined;
  /** Answers a vendor's "are you there?" request, which carries no event. Looked at before `verify`. */
  readonly handshake?: (
    ctx: WebhookContext<Config>,
    request: ReadRequest,
  ) => { readonly status: number; readonly body: string } | undefined;
};
