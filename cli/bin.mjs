#!/usr/bin/env node
import { ensureInstalled } from './ensure-installed.mjs';

ensureInstalled();
const { register } = await import('tsx/esm/api');
register();
const { main } = await import('./main.ts');
await main({ argv: process.argv, env: process.env });
