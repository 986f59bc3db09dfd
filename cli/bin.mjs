#!/usr/bin/env node
import { existsSync } from 'node:fs';

import { importCode } from './import-code.mjs';

// In the package the code is compiled, and lies apart.
const built = new URL('../dist/cli/main', import.meta.url);
const own = new URL('./main', import.meta.url);
const { main } = await importCode(existsSync(new URL('./main.ts', import.meta.url)) ? own : built);
await main({ argv: process.argv, env: process.env });
