import { z } from 'zod';

import { isObject } from '../../../domain/json.ts';
import type { PostRules } from '../../../domain/posts/post-rules.ts';
import type { Effect } from '../../../plugins/contract/actions/outcome.ts';
import type { Auth } from '../../../plugins/contract/sign-in/auth.ts';
import type { BoundSubscriptions } from '../../../plugins/contract/plugin.ts';
import type { Verification } from '../../../plugins/contract/webhooks/verification.ts';

const object = <T>() => z.custom<T>(isObject);
const json = object<Record<string, unknown>>();

const actionSchema = z.object({
  title: z.string(),
  version: z.number(),
  effect: object<Effect>(),
  channel: z.string().optional(),
  long: z.boolean(),
  timeoutMs: z.number(),
  /** JSON Schemas. */
  input: json,
  output: json,
});
const webhookSchema = z.object({
  title: z.string(),
  maxBytes: z.number(),
  body: z.enum(['json', 'text']).optional(),
  verification: object<Verification>(),
});

/** What a plugin says of itself in its thread, as plain data; schemas are JSON Schemas. */
export const aboutSchema = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(false), why: z.string() }),
  z.object({
    ok: z.literal(true),
    id: z.string(),
    version: z.string(),
    name: z.string(),
    contract: z.number(),
    ownHosts: z.array(z.string()),
    keptSecrets: z.array(z.string()),
    config: json,
    actions: z.record(z.string(), actionSchema.extend({ earlier: z.array(actionSchema) })),
    webhooks: z.record(z.string(), webhookSchema),
    subscriptions: z.record(z.string(), z.object({ single: z.boolean() })),
    polls: z.record(z.string(), z.object({ title: z.string() })),
  }),
]);

export type About = Extract<z.infer<typeof aboutSchema>, { ok: true }>;
export type ActionAbout = z.infer<typeof actionSchema>;
export type WebhookAbout = z.infer<typeof webhookSchema>;

export const namesSchema = z.array(z.string()).optional();

/** A value that was read by a schema in the thread, or what is wrong with it. */
export const parsedSchema = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), value: z.unknown() }),
  z.object({ ok: z.literal(false), issues: z.array(object<z.core.$ZodIssue>()) }),
]);
export type Parsed = z.infer<typeof parsedSchema>;

const limitSchema = z.object({ scope: z.string(), rate: z.number(), perMs: z.number() });
const boundActionSchema = z.object({
  atOnce: z.number().or(z.literal(Infinity)),
  limits: z.array(limitSchema),
});

/** What an instance is, as plain data. */
export const boundSchema = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(false), issues: z.array(object<z.core.$ZodIssue>()) }),
  z.object({
    ok: z.literal(true),
    hosts: z.array(z.string()),
    auth: object<Auth>().optional(),
    posts: object<Omit<PostRules, 'lengthOf'>>().optional(),
    hashes: z.boolean(),
    actions: z.record(z.string(), boundActionSchema.extend({ earlier: z.array(boundActionSchema) })),
    webhooks: z.record(z.string(), z.object({ hasTopic: z.boolean() })),
    subscriptions: z.record(
      z.string(),
      object<Pick<BoundSubscriptions, 'holds' | 'single' | 'makesSecret' | 'sends' | 'topics' | 'missing'>>(),
    ),
    polls: z.record(z.string(), z.object({ everyMs: z.number(), timeoutMs: z.number() })),
    syncs: z.record(z.string(), z.object({ title: z.string(), batch: z.number(), timeoutMs: z.number() })),
  }),
]);

export type BoundAbout = Extract<z.infer<typeof boundSchema>, { ok: true }>;

/** What a function of a webhook answered, or why it threw. */
const saidSchema = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), value: z.unknown() }),
  z.object({ ok: z.literal(false), message: z.string() }),
]);
export type Said = z.infer<typeof saidSchema>;

export const webhookSaidSchema = z.object({
  keyUrl: saidSchema.optional(),
  handshake: saidSchema.optional(),
  verify: saidSchema.optional(),
  dedupeKey: saidSchema.optional(),
  topic: saidSchema.optional(),
  confirmUrl: saidSchema.optional(),
  normalise: saidSchema.optional(),
});
export type WebhookSaid = z.infer<typeof webhookSaidSchema>;
