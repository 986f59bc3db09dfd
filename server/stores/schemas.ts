import type { CollectionSchema } from '../../platform/mongo/schema/define.ts';
import type { Module } from '../../engine/module.ts';
import { modules } from '../modules.ts';

const all: readonly Module[] = modules;

/** The schema of every collection there is. */
export const schemas: readonly CollectionSchema[] = all.flatMap(({ collections }) => collections);
