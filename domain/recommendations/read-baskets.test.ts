import { describe, expect, it } from 'vitest';

import { readBaskets } from './read-baskets.ts';

const read = (lines: readonly string[]) => {
  const checked = readBaskets(lines.join('\n'));
  if (!checked.ok) throw new Error(JSON.stringify(checked.problems));
  const { baskets, rows, passedOver } = checked.value;
  return {
    baskets: baskets.map(({ person, at, products }) => [person, new Date(at).toISOString(), ...products]),
    rows,
    passedOver: Object.fromEntries(passedOver),
  };
};

describe('files of orders', () => {
  it('the tables of Instacart, joined, are baskets in the order of their numbers', () => {
    const found = read([
      'order_id,user_id,order_number,product_id,reordered',
      '9,1,1,a,0',
      '9,1,1,b,0',
      '7,1,2,c,0',
    ]);
    expect(found.baskets).toEqual([
      ['1', '1970-01-02T00:00:00.000Z', 'a', 'b'],
      ['1', '1970-01-03T00:00:00.000Z', 'c'],
    ]);
  });

  it('the groceries set has the day first', () => {
    const found = read(['Member_number,Date,itemDescription', '1808,21-07-2015,tropical fruit']);
    expect(found.baskets).toEqual([['1808', '2015-07-21T00:00:00.000Z', 'tropical fruit']]);
  });

  it('of Online Retail, cancellations, postage and rows without a customer are passed over, and its months come first', () => {
    const found = read([
      'InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country',
      '536365,85123A,WHITE HANGING HEART,6,12/1/2010 8:26,2.55,17850.0,United Kingdom',
      '536365,71053,"LANTERN, WHITE",6,12/1/2010 8:26,3.39,17850.0,United Kingdom',
      '536370,POST,POSTAGE,3,12/1/2010 8:45,18,12583.0,France',
      '536414,22139,,56,12/1/2010 11:52,0,,United Kingdom',
      'C536379,22139,RETROSPOT TEA SET,-1,12/1/2010 9:41,4.25,14527.0,United Kingdom',
      '581587,22899,APRON,6,12/31/2011 12:50,2.1,12680.0,France',
    ]);
    expect(found).toEqual({
      baskets: [
        ['17850.0', '2010-12-01T08:26:00.000Z', '85123A', '71053'],
        ['12680.0', '2011-12-31T12:50:00.000Z', '22899'],
      ],
      rows: 6,
      passedOver: { 'no product': 1, 'no person': 1, 'went back': 1 },
    });
  });

  it('the second Online Retail set writes its headings and times in another way', () => {
    const found = read([
      'Invoice,StockCode,Description,Quantity,InvoiceDate,Price,Customer ID,Country',
      '489434,85048,15CM CHRISTMAS GLASS BALL,12,2009-12-01 07:45:00Z,6.95,13085.0,United Kingdom',
    ]);
    expect(found.baskets).toEqual([['13085.0', '2009-12-01T07:45:00.000Z', '85048']]);
  });

  it('of RetailRocket only transactions count, at epoch milliseconds', () => {
    const found = read([
      'timestamp,visitorid,event,itemid,transactionid',
      '1439694000000,1,view,100,',
      '1439694000000,2,transaction,1000,234',
      '1439694000500,2,transaction,1001,234',
    ]);
    expect(found).toMatchObject({
      baskets: [['2', '2015-08-16T03:00:00.000Z', '1000', '1001']],
      passedOver: { 'no purchase': 1 },
    });
  });

  it('orders as Shopify exports them say who and when in their first row only', () => {
    const found = read([
      'Name,Email,Created at,Lineitem quantity,Lineitem name,Lineitem sku',
      '#1001,ana@example.com,2026-03-01 10:00:00 +0100,1,Fern,FERN-01',
      '#1001,,,2,Pot,POT-02',
      '#1002,,2026-03-02 10:00:00 +0100,1,Fern,FERN-01',
    ]);
    expect(found).toMatchObject({
      baskets: [['ana@example.com', '2026-03-01T09:00:00.000Z', 'FERN-01', 'POT-02']],
      passedOver: { 'no person': 1 },
    });
  });

  it('lines of the warehouse count while the order stands and something of them was kept', () => {
    const found = read([
      'order_id,line,profile_id,placed_at,is_counted,product_id,quantity,kept',
      'o-1,1,p-1,2026-03-01T09:00:00.000Z,true,fern,2,1',
      'o-1,2,p-1,2026-03-01T09:00:00.000Z,true,pot,1,0',
      'o-2,1,p-1,2026-03-02T09:00:00.000Z,false,fern,1,1',
    ]);
    expect(found).toMatchObject({
      baskets: [['p-1', '2026-03-01T09:00:00.000Z', 'fern']],
      passedOver: { 'went back': 2 },
    });
  });

  it('what is missing or cannot be read is named with its line and a hint', () => {
    expect(readBaskets('user_id,product_id\n1,a')).toMatchObject({
      ok: false,
      problems: [{ code: 'missing-column', path: 'at', hint: expect.stringContaining('`order_number`') }],
    });
    expect(readBaskets('user_id,date,product_id\n1,soon,a')).toMatchObject({
      ok: false,
      problems: [{ code: 'bad-row', line: 2, message: '`soon` is no time.' }],
    });
    expect(readBaskets('user_id,date,product_id\n1,31/31/2020,a')).toMatchObject({ ok: false });
  });
});
