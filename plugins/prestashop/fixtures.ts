/** Rows as the webservice of PrestaShop 8 gives them with `output_format=JSON&display=full`, shortened to what is read and some of what is not. */
export const order = {
  id: 5,
  id_address_delivery: '4',
  id_address_invoice: '4',
  id_cart: '12',
  id_currency: '1',
  id_lang: '1',
  id_customer: '2',
  current_state: '2',
  module: 'ps_checkpayment',
  date_add: '2026-03-01 11:00:00',
  date_upd: '2026-03-01 11:05:00',
  valid: '1',
  id_shop: '1',
  payment: 'Payment by check',
  total_discounts: '6.000000',
  total_discounts_tax_incl: '6.000000',
  total_discounts_tax_excl: '5.000000',
  total_paid: '61.200000',
  total_paid_tax_incl: '61.200000',
  total_paid_tax_excl: '51.000000',
  total_products: '49.000000',
  total_products_wt: '58.800000',
  total_shipping_tax_incl: '8.400000',
  total_shipping_tax_excl: '7.000000',
  reference: 'KHWLILZLL',
  associations: {
    order_rows: [
      {
        id: '9',
        product_id: '1',
        product_attribute_id: '1',
        product_quantity: '2',
        product_name: 'Hummingbird printed t-shirt (Size: S)',
        product_reference: 'demo_1',
        product_price: '24.500000',
        unit_price_tax_incl: '29.400000',
        unit_price_tax_excl: '24.500000',
      },
    ],
  },
};

export const customer = {
  id: 2,
  id_gender: '2',
  newsletter_date_add: '2026-02-01 09:30:00',
  lastname: 'Rosen',
  firstname: 'Jenny',
  email: 'jenny@example.com',
  newsletter: '1',
  optin: '0',
  active: '1',
  deleted: '0',
  date_add: '2026-02-01 09:30:00',
  date_upd: '2026-02-01 09:30:00',
};

export const address = {
  id: 4,
  id_customer: '2',
  id_country: '8',
  phone: '',
  phone_mobile: '+34911234567',
  address1: 'Calle Mayor 1',
  city: 'Madrid',
  postcode: '28013',
};

export const product = {
  id: 1,
  name: [
    { id: '1', value: 'Hummingbird printed t-shirt' },
    { id: '2', value: 'Camiseta con colibrí' },
  ],
  link_rewrite: 'hummingbird-printed-t-shirt',
  reference: 'demo_1',
  active: '1',
  price: '24.500000',
  date_upd: '2026-03-01 10:00:00',
};

export const cart = {
  id: 13,
  id_customer: '2',
  id_currency: '1',
  date_add: '2026-03-01 12:00:00',
  date_upd: '2026-03-01 12:10:00',
  associations: {
    cart_rows: [{ id_product: '1', id_product_attribute: '1', id_address_delivery: '0', quantity: '2' }],
  },
};

export const slip = {
  id: 3,
  id_customer: '2',
  id_order: '5',
  amount: '24.500000',
  total_products_tax_excl: '24.500000',
  total_products_tax_incl: '29.400000',
  total_shipping_tax_excl: '0.000000',
  total_shipping_tax_incl: '0.000000',
  date_add: '2026-03-05 10:00:00',
  date_upd: '2026-03-05 10:00:00',
};

/** What every shop has beside. */
export const beside = {
  currencies: [{ id: 1, name: 'Euro', iso_code: 'EUR', conversion_rate: '1.000000' }],
  countries: [{ id: 8, iso_code: 'ES', name: 'Spain' }],
  order_states: [
    { id: 1, name: 'Awaiting check payment', paid: '0', shipped: '0' },
    { id: 2, name: 'Payment accepted', paid: '1', shipped: '0' },
    { id: 4, name: 'Shipped', paid: '1', shipped: '1' },
    { id: 6, name: 'Canceled', paid: '0', shipped: '0' },
  ],
  order_cart_rules: [{ id: 1, id_order: '5', id_cart_rule: '7', name: 'Spring', value: '6.000000' }],
  cart_rules: [{ id: 7, code: 'SPRING' }],
  stock_availables: [
    { id: 1, id_product: '1', id_product_attribute: '0', quantity: '7' },
    { id: 2, id_product: '1', id_product_attribute: '1', quantity: '7' },
  ],
};
