import type { Plugin } from './contract.ts';
import { inboundEmailPlugin } from './inbound-email/inbound-email.ts';
import { shopifyPlugin } from './shopify/shopify.ts';
import { smtpPlugin } from './smtp/smtp.ts';
import { standardWebhooksInPlugin } from './standard-webhooks-in/standard-webhooks-in.ts';
import { standardWebhooksOutPlugin } from './standard-webhooks-out/standard-webhooks-out.ts';

/** The plugins that come with Ciclo. */
export const builtInPlugins: readonly Plugin[] = [
  inboundEmailPlugin,
  shopifyPlugin,
  smtpPlugin,
  standardWebhooksInPlugin,
  standardWebhooksOutPlugin,
];
