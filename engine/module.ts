import type { OpenAPIHono } from '@hono/zod-openapi';

import type { Act } from '../api/admin/audited.ts';
import type { ApiEnv } from '../api/http/env.ts';
import type { CollectionSchema } from '../platform/mongo/schema/define.ts';

/** Makes one service from others, which it reads by name: `(use: { clock, events }) => Accept`. */
export type Factory = (use: never) => unknown;

/** Factories by the names under which others read what they make. */
export type Factories = Readonly<Record<string, Factory>>;

/** A loop of an engine process: how often it looks, in multiples of the usual time, and one look. */
export type LoopSpec = {
  readonly every: number;
  /** One look; true when there is more to do at once. */
  readonly job: () => Promise<boolean>;
};

/** What a capability brings. `server/modules.ts` lists all of them, and nothing else is listed by hand. */
export type Module = {
  readonly name: string;
  /** The collections it keeps: with their indexes, whose documents they hold, how they are sharded. */
  readonly collections: readonly CollectionSchema[];
  /** What it stores, by the names under which others read it. Stores are made before services, on either backend. */
  readonly stores: Factories;
  /** What it does, by the names under which others read it. */
  readonly services: Factories;
  /** What it does by itself: factories of a `LoopSpec`, by the name of the loop. */
  readonly loops: Readonly<Record<string, (use: never) => LoopSpec>>;
  /** Its resources under `/api`: factories of routes, by name. */
  readonly routes: Readonly<Record<string, (use: never) => OpenAPIHono<ApiEnv>>>;
  /** What the calls of these resources that change something are in the audit trail, by method and pattern. */
  readonly audited: Readonly<Record<string, Act | 'none'>>;
};
