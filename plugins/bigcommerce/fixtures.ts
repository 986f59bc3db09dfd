/** An order with the fields and forms of the reference of BigCommerce's Orders API, version 2. */
export const order = {
  id: 218,
  customer_id: 11,
  date_created: 'Tue, 05 Mar 2019 21:40:11 +0000',
  date_modified: 'Mon, 11 Mar 2019 15:17:25 +0000',
  date_shipped: '',
  status_id: 11,
  status: 'Awaiting Fulfillment',
  subtotal_ex_tax: '62.6400',
  subtotal_inc_tax: '62.6400',
  total_ex_tax: '67.6400',
  total_inc_tax: '67.6400',
  total_tax: '0.0000',
  shipping_cost_ex_tax: '10.0000',
  handling_cost_ex_tax: '0.0000',
  wrapping_cost_ex_tax: '0.0000',
  items_total: 1,
  payment_method: 'Manual',
  refunded_amount: '0.0000',
  currency_code: 'USD',
  discount_amount: '0.0000',
  coupon_discount: '5.0000',
  cart_id: 'a8458391-ef68-4fe5-9ec1-442e6a767364',
  billing_address: {
    first_name: 'Jane',
    last_name: 'Doe',
    company: '',
    street_1: '123 Main Street',
    street_2: '',
    city: 'Austin',
    state: 'Texas',
    zip: '78751',
    country: 'United States',
    country_iso2: 'US',
    phone: '',
    email: 'janedoe@example.com',
  },
};

export const orderLine = {
  id: 15,
  order_id: 218,
  product_id: 188,
  variant_id: 144,
  name: 'Unbranded Metal Fish',
  sku: 'SKU-CC0BC5C0',
  price_ex_tax: '62.6400',
  price_inc_tax: '62.6400',
  quantity: 1,
};

export const usedCoupon = {
  id: 3,
  coupon_id: 1,
  code: 'S2549JM0Y',
  amount: '5.0000',
  type: 2,
  discount: '5.0000',
  order_id: 218,
};

export const refund = {
  id: 6,
  order_id: 218,
  created: '2019-03-12T10:00:00Z',
  reason: 'Item was damaged',
  total_amount: 20,
};

export const customer = {
  id: 11,
  email: 'janedoe@example.com',
  first_name: 'Jane',
  last_name: 'Doe',
  phone: '',
  date_created: '2019-03-01T10:00:00Z',
  date_modified: '2019-03-02T10:00:00Z',
};

export const product = {
  id: 188,
  name: 'Unbranded Metal Fish',
  sku: 'SKU-CC0BC5C0',
  price: 62.64,
  calculated_price: 50,
  inventory_level: 4,
  inventory_tracking: 'product',
  availability: 'available',
  is_visible: true,
  date_modified: '2019-03-02T10:00:00+00:00',
};
