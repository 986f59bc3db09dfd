import type { Plugin } from './contract.ts';
import { bigcommercePlugin } from './bigcommerce/bigcommerce.ts';
import { blueskyPlugin } from './bluesky/bluesky.ts';
import { brevoPlugin } from './brevo/brevo.ts';
import { discordPlugin } from './discord/discord.ts';
import { espocrmPlugin } from './espocrm/espocrm.ts';
import { facebookPlugin } from './facebook/facebook.ts';
import { folderPlugin } from './folder/folder.ts';
import { googleAdsPlugin } from './google-ads/google-ads.ts';
import { hubspotPlugin } from './hubspot/hubspot.ts';
import { imapPlugin } from './imap/imap.ts';
import { inboundEmailPlugin } from './inbound-email/inbound-email.ts';
import { instagramPlugin } from './instagram/instagram.ts';
import { linkedinPlugin } from './linkedin/linkedin.ts';
import { lobPlugin } from './lob/lob.ts';
import { mailgunPlugin } from './mailgun/mailgun.ts';
import { mastodonPlugin } from './mastodon/mastodon.ts';
import { matrixPlugin } from './matrix/matrix.ts';
import { metaAudiencesPlugin } from './meta-audiences/meta-audiences.ts';
import { odooPlugin } from './odoo/odoo.ts';
import { medusaPlugin } from './medusa/medusa.ts';
import { postmarkPlugin } from './postmark/postmark.ts';
import { prestashopPlugin } from './prestashop/prestashop.ts';
import { resendPlugin } from './resend/resend.ts';
import { restPlugin } from './rest/rest.ts';
import { s3Plugin } from './s3/s3.ts';
import { salesforcePlugin } from './salesforce/salesforce.ts';
import { segmentPlugin } from './segment/segment.ts';
import { sendgridPlugin } from './sendgrid/sendgrid.ts';
import { sesPlugin } from './ses/ses.ts';
import { sftpPlugin } from './sftp/sftp.ts';
import { shopifyPlugin } from './shopify/shopify.ts';
import { slackPlugin } from './slack/slack.ts';
import { smtpPlugin } from './smtp/smtp.ts';
import { standardWebhooksInPlugin } from './standard-webhooks-in/standard-webhooks-in.ts';
import { standardWebhooksOutPlugin } from './standard-webhooks-out/standard-webhooks-out.ts';
import { stripePlugin } from './stripe/stripe.ts';
import { telegramPlugin } from './telegram/telegram.ts';
import { twentyPlugin } from './twenty/twenty.ts';
import { twilioPlugin } from './twilio/twilio.ts';
import { webPushPlugin } from './web-push/web-push.ts';
import { whatsappPlugin } from './whatsapp/whatsapp.ts';
import { woocommercePlugin } from './woocommerce/woocommerce.ts';
import { xPlugin } from './x/x.ts';

/** The plugins that come with Ciclo. */
export const builtInPlugins: readonly Plugin[] = [
  bigcommercePlugin,
  blueskyPlugin,
  brevoPlugin,
  discordPlugin,
  espocrmPlugin,
  facebookPlugin,
  folderPlugin,
  googleAdsPlugin,
  hubspotPlugin,
  imapPlugin,
  inboundEmailPlugin,
  instagramPlugin,
  linkedinPlugin,
  lobPlugin,
  mailgunPlugin,
  mastodonPlugin,
  matrixPlugin,
  metaAudiencesPlugin,
  odooPlugin,
  medusaPlugin,
  postmarkPlugin,
  prestashopPlugin,
  resendPlugin,
  restPlugin,
  s3Plugin,
  salesforcePlugin,
  segmentPlugin,
  sendgridPlugin,
  sesPlugin,
  sftpPlugin,
  shopifyPlugin,
  slackPlugin,
  smtpPlugin,
  standardWebhooksInPlugin,
  standardWebhooksOutPlugin,
  stripePlugin,
  telegramPlugin,
  twentyPlugin,
  twilioPlugin,
  webPushPlugin,
  whatsappPlugin,
  woocommercePlugin,
  xPlugin,
];
