import { existsSync } from 'node:fs';

const address = new URL('../../domain/messages/compile-message', import.meta.url);
const isSource = existsSync(new URL(`${address.href}.ts`));
if (isSource) {
  const { registerTypeScript } = await import('../register-typescript.mjs');
  await registerTypeScript();
}

/** Compiles one message; what it takes and gives is plain data. */
export const { compileMessage } = await import(`${address.href}${isSource ? '.ts' : '.js'}`);
