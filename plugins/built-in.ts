import type { Plugin } from './contract.ts';
import { smtpPlugin } from './smtp/smtp.ts';
import { standardWebhooksOutPlugin } from './standard-webhooks-out/standard-webhooks-out.ts';
import { standardWebhooksInPlugin } from './standard-webhooks-in/standard-webhooks-in.ts';

/** The plugins that come with Ciclo. */
export const builtInPlugins: readonly Plugin[] = [
  smtpPlugin,
  standardWebhooksInPlugin,
  standardWebhooksOutPlugin,
];
