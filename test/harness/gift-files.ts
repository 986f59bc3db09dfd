/** A journey that thanks for an order, and an offer of ten percent for 500 people, once each. */
export const giftFiles = {
  'journeys/thanks.json': {
    key: 'thanks',
    name: 'Thanks',
    stage: 'retention',
    entry: { on: 'Order Completed', again: 'always' },
    steps: [{ id: 'mail', type: 'send', channel: 'email', message: 'welcome' }],
  },
  'offers/ten.json': {
    key: 'ten',
    name: 'Ten percent',
    kind: 'percentage',
    value: 10,
    code: { pattern: 'TEN-########' },
    limits: { perPerson: 1, total: 500 },
  },
};

/** Issues that offer, where there are some left, and writes. */
export const giftSteps = [
  { id: 'gift', type: 'offer', offer: 'ten', otherwise: [] },
  { id: 'mail', type: 'send', channel: 'email', message: 'welcome' },
] as const;
