#!/usr/bin/env node
import { ensureInstalled } from './ensure-installed.mjs';

ensureInstalled();
const { register } = await import('tsx/esm/api');
register();
const { runDemo } = await import('./demo/run-demo.ts');
process.exitCode = await runDemo({ argv: process.argv.slice(2), env: process.env });
