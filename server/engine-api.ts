import type { OpenAPIHono } from '@hono/zod-openapi';

import { type ApiDeps, createApi } from '../api/app.ts';
import type { Act } from '../api/admin/audited.ts';
import type { ApiEnv } from '../api/http/env.ts';
import type { Module } from '../engine/module.ts';
import { factoriesOf, makeEach, type NeedsOf } from './compose.ts';
import { modules } from './modules.ts';

const all: readonly Module[] = modules;

/** What the calls of all resources that change something are in the audit trail, by method and pattern. */
export const auditedActs: ReadonlyMap<string, Act | 'none'> = new Map(
  all.flatMap(({ audited }) => Object.entries(audited)),
);

const routes = () => factoriesOf(modules, 'routes');

/** What the API reads, with what the resources of all modules read. */
export type EngineApiDeps = Omit<ApiDeps, 'resources' | 'acts'> & NeedsOf<ReturnType<typeof routes>>;

/** Makes the API with the resources of all modules under `/api`. */
export const createEngineApi = (deps: EngineApiDeps): OpenAPIHono<ApiEnv> =>
  createApi({ ...deps, resources: Object.values(makeEach(deps, routes())), acts: auditedActs });
