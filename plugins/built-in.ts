import type { Plugin } from './contract.ts';
import { shopifyPlugin } from './shopify/shopify.ts';
import { smtpPlugin } from './smtp/smtp.ts';
import { standardWebhooksInPlugin } from './standard-webhooks-in/standard-webhooks-in.ts';
import { standardWebhooksOutPlugin } from './standard-webhooks-out/standard-webhooks-out.ts';

/** The plugins that come with Ciclo. */
export const builtInPlugins: readonly Plugin[] = [
  shopifyPlugin,
  smtpPlugin,
  standardWebhooksInPlugin,
  standardWebhooksOutPlugin,
];
