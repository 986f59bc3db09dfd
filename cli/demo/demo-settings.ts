import { join } from 'node:path';

import { type Environment, loadConfig } from '../../platform/config.ts';
import { packageRoot } from '../../platform/package-root.ts';

/** What the shop of the demo signs its webhooks with. */
export const shopSecret = 'shpss_demo_secret_of_the_casa_verde_shop';

/**
 * The settings of the demo: its own data folder, the development inbox, and the starter workspace, which its story is
 * about, wherever it is started. Throws `bad-configuration` where those given are not valid.
 */
export const demoSettings = (input: {
  env: Environment;
  port: number;
}): Environment & { readonly CICLO_DATA: string } => ({
  LOG_LEVEL: 'error',
  PORT: String(input.port),
  CICLO_WORKSPACE: join(packageRoot, 'templates'),
  ...input.env,
  CICLO_DATA: join(loadConfig(input.env).dataDir, 'demo'),
  CICLO_DEV_CLOCK: '1',
  SHOPIFY_WEBHOOK_SECRET: shopSecret,
  STANDARD_WEBHOOK_SECRET: `whsec_${Buffer.from('the secret of the demo shop').toString('base64')}`,
  SMTP_URL: '',
});
