import type { InboundEvent, InboundProduct } from '../contract.ts';
import { cartChanged } from './carts.ts';
import { checkoutChanged } from './checkouts.ts';
import { customerChanged, customerDeleted, emailConsentChanged, smsConsentChanged } from './customers.ts';
import type { Delivery } from './delivery.ts';
import { fulfillmentChanged, fulfillmentStepped } from './fulfillments.ts';
import {
  orderCancelled,
  orderCreated,
  orderEdited,
  orderFulfilled,
  orderPaid,
  orderPartiallyFulfilled,
  orderUpdated,
} from './orders.ts';
import { privacyRequest, shopLeft } from './privacy.ts';
import { productChanged, productDeleted } from './products.ts';
import { refundCreated } from './refunds.ts';

type Read = (delivery: Delivery) => readonly (InboundEvent | InboundProduct)[];

/** What each topic becomes. A topic that is not here is taken, kept, and becomes nothing. */
export const topics: ReadonlyMap<string, Read> = new Map<string, Read>([
  ['carts/create', cartChanged],
  ['carts/update', cartChanged],
  ['checkouts/create', checkoutChanged('create')],
  ['checkouts/update', checkoutChanged('update')],
  ['orders/create', orderCreated],
  ['orders/updated', orderUpdated],
  ['orders/edited', orderEdited],
  ['orders/paid', orderPaid],
  ['orders/fulfilled', orderFulfilled],
  ['orders/partially_fulfilled', orderPartiallyFulfilled],
  ['orders/cancelled', orderCancelled],
  ['fulfillments/create', fulfillmentChanged],
  ['fulfillments/update', fulfillmentChanged],
  ['fulfillment_events/create', fulfillmentStepped],
  ['refunds/create', refundCreated],
  ['products/create', productChanged],
  ['products/update', productChanged],
  ['products/delete', productDeleted],
  ['customers/create', customerChanged('create')],
  ['customers/update', customerChanged('update')],
  ['customers/delete', customerDeleted],
  ['customers_email_marketing_consent/update', emailConsentChanged],
  ['customers_marketing_consent/update', smsConsentChanged],
  ['customers/data_request', privacyRequest('Privacy Export Requested')],
  ['customers/redact', privacyRequest('Privacy Erase Requested')],
  ['shop/redact', shopLeft('Store Erase Requested')],
  ['app/uninstalled', shopLeft('Store Uninstalled')],
]);
