import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { isObject } from '../../domain/json.ts';
import { type AdminClient, adminClient } from '../harness/admin-client.ts';
import type { TestedEngine } from '../harness/engine-verbs.ts';
import { startMemoryEngine } from '../harness/memory-engine.ts';
import { shopFiles } from '../harness/shop.ts';

const person = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/123.0.0.0 Safari/537.36';
const start = Date.UTC(2027, 1, 1, 10);

describe('a quote', () => {
  let engine: TestedEngine;
  let call: AdminClient['call'];
  let ana = '';
  beforeAll(async () => {
    engine = await startMemoryEngine({ start, files: (tenant) => shopFiles({ tenant, files: {} }) });
    call = adminClient(engine).call;
    await engine.customer('ana', { locale: 'en' });
    ana = await engine.profileId('ana');
  });
  afterAll(() => engine.close());

  const euro = (minor: number) => ({ minor, currency: 'EUR' });
  const fieldsOf = (body: unknown): Readonly<Record<string, unknown>> => {
    const data = isObject(body) ? body['data'] : undefined;
    return isObject(data) ? data : {};
  };
  const make = async (kind: string, data: object): Promise<string> => {
    const { status, body } = await call('POST', `/api/records/${kind}`, { data });
    expect(status, JSON.stringify(body)).toBe(201);
    return isObject(body) ? String(body['id']) : '';
  };
  const read = async (kind: string, id: string) => (await call('GET', `/api/records/${kind}/${id}`)).body;
  let count = 0;
  /** A quote over 100.00 for Ana, with a deal of its own. */
  const quoted = async (more: object = {}) => {
    count += 1;
    const deal = await make('deal', { name: `Deal ${count}`, contact: ana });
    const lines = [
      { description: 'Tiles <white>', quantity: 2, price: euro(5000), discountPercent: 10, taxPercent: 21 },
      { description: 'Work', quantity: 1, price: euro(1999), taxPercent: 4 },
    ];
    const quote = await make('quote', {
      number: `Q-${count}`,
      contact: ana,
      deal,
      validUntil: '2027-03-01',
      lines,
      terms: 'Half now.\nHalf later.',
      ...more,
    });
    return { deal, quote };
  };
  const send = async (quote: string): Promise<string> => {
    const { status, body } = await call('POST', `/api/records/quote/${quote}/send`);
    expect(status, JSON.stringify(body)).toBe(200);
    return String(fieldsOf(body)['link']);
  };
  const visit = async (link: string, form?: Record<string, string>, agent = person) => {
    const init = form === undefined ? {} : { method: 'POST', body: new URLSearchParams(form) };
    const { pathname, search } = new URL(link);
    const answer = await fetch(`${engine.url}${pathname}${search}`, {
      headers: { 'user-agent': agent },
      ...init,
    });
    return { status: answer.status, page: await answer.text() };
  };
  const events = async (): Promise<readonly string[]> => {
    await engine.comeToRest(engine.tenant);
    const { body } = await call('GET', `/api/events?profile=${ana}&limit=200`);
    const found = isObject(body) && Array.isArray(body['events']) ? body['events'] : [];
    return found.map((one: unknown) => (isObject(one) ? String(one['event']) : '')).toReversed();
  };

  it('says what it would come to while it is written, and what is missing, and is not made by that', async () => {
    const lines = [{ quantity: 3, price: euro(3333), discountPercent: 5, taxPercent: 21 }, { quantity: 1 }];
    const asked = await call('POST', '/api/records/quote/preview', { data: { lines } });
    expect(asked.status, JSON.stringify(asked.body)).toBe(200);
    expect(asked.body).toMatchObject({
      data: { net: euro(9499), tax: euro(1995), total: euro(11_494) },
      problems: [
        { code: 'missing-field', path: 'lines[1].price' },
        { code: 'missing-field', path: 'number' },
      ],
    });
    const whole = { number: 'Q-none', lines: lines.slice(0, 1) };
    const { body } = await call('POST', '/api/records/quote/preview', { data: whole });
    expect(body).toMatchObject({ data: { total: euro(11_494) }, problems: [] });
    expect((await call('GET', '/api/records/quote')).body).toMatchObject({ records: [] });
  });

  it('is sent with a page of its own, which shows it in the language of the person and changes nothing', async () => {
    const { quote } = await quoted();
    const link = await send(quote);
    const { status, page } = await visit(link);
    expect(status).toBe(200);
    for (const said of [
      'Quote Q-1',
      'Tiles &lt;white&gt;',
      '€109.99',
      'Tax 21 %',
      '€18.90',
      'Tax 4 %',
      '€0.80',
      '€129.69',
    ])
      expect(page).toContain(said);
    expect(page).toContain('March 1, 2027');
    expect((await visit(`${link}?lang=es`)).page).toContain('Presupuesto Q-1');
    await visit(link, undefined, 'curl/8.5.0');
    expect(await read('quote', quote)).toMatchObject({ stage: 'sent', data: { issuedOn: '2027-02-01' } });
    expect((await events()).filter((name) => name.startsWith('Quote')).toSorted()).toEqual([
      'Quote Created',
      'Quote Sent',
      'Quote Stage Changed',
      'Quote Viewed',
    ]);
    expect((await visit(`${link.slice(0, -1)}${link.endsWith('A') ? 'B' : 'A'}`)).status).toBe(404);
  });

  it('is not sent without a total, or when its last day is over, and the answer says what is missing', async () => {
    const refusedFor = async (more: object) => {
      const { quote } = await quoted(more);
      const { status, body } = await call('POST', `/api/records/quote/${quote}/send`);
      expect(await read('quote', quote)).toMatchObject({ stage: 'draft', revision: 1 });
      return { status, problems: isObject(body) ? body['problems'] : undefined };
    };
    const noTotal = { status: 400, problems: [{ code: 'missing-field', path: 'lines' }] };
    expect(await refusedFor({ lines: [] })).toMatchObject(noTotal);
    const dollars = { minor: 100, currency: 'USD' };
    const lines = [
      { quantity: 1, price: euro(100) },
      { quantity: 1, price: dollars },
    ];
    expect(await refusedFor({ lines })).toMatchObject(noTotal);
    expect(await refusedFor({ validUntil: '2027-01-31' })).toMatchObject({
      status: 400,
      problems: [
        { path: 'validUntil', message: 'The quote is valid until 2027-01-31, and today is 2027-02-01.' },
      ],
    });
  });

  it('is accepted by its person with a name, once, and wins its deal with its total', async () => {
    const { deal, quote } = await quoted();
    const link = await send(quote);
    expect(await visit(link, { do: 'accept', name: ' ' })).toMatchObject({ status: 400 });
    expect(await read('quote', quote)).toMatchObject({ stage: 'sent' });
    expect((await visit(link, { do: 'accept', name: 'Ana Prado' })).page).toContain('was accepted');
    expect(await read('quote', quote)).toMatchObject({ stage: 'accepted', data: { signedBy: 'Ana Prado' } });
    expect(await read('deal', deal)).toMatchObject({ stage: 'won', data: { amount: euro(12_969) } });
    expect((await visit(link, { do: 'refuse', reason: 'Too late' })).page).toContain('was accepted');
    expect(await read('quote', quote)).toMatchObject({ stage: 'accepted', revision: 3 });
    expect(await events()).toContain('Quote Accepted');
    expect(await call('POST', `/api/records/quote/${quote}/revise`)).toMatchObject({ status: 409 });
  });

  it('wins its deal also when somebody of the team accepts it', async () => {
    const { deal, quote } = await quoted();
    await send(quote);
    await call('PATCH', `/api/records/quote/${quote}`, { stage: 'accepted' });
    expect(await read('deal', deal)).toMatchObject({ stage: 'won', data: { amount: euro(12_969) } });
  });

  it('is refused with a reason', async () => {
    const { deal, quote } = await quoted();
    const link = await send(quote);
    expect((await visit(link, { do: 'refuse', reason: 'Too expensive' })).page).toContain('was refused');
    expect(await read('quote', quote)).toMatchObject({
      stage: 'refused',
      data: { refusalReason: 'Too expensive' },
    });
    expect(await read('deal', deal)).toMatchObject({ stage: 'open' });
    expect(await events()).toContain('Quote Refused');
  });

  it('does not change once it was sent; its next version takes its place when that is sent', async () => {
    const { quote } = await quoted();
    expect(await call('POST', `/api/records/quote/${quote}/revise`)).toMatchObject({ status: 409 });
    const link = await send(quote);
    expect(
      await call('PATCH', `/api/records/quote/${quote}`, { data: { validUntil: '2027-04-01' } }),
    ).toMatchObject({
      status: 400,
      body: { problems: [{ code: 'locked-field', path: 'validUntil' }] },
    });
    const [first, again] = [
      await call('POST', `/api/records/quote/${quote}/revise`),
      await call('POST', `/api/records/quote/${quote}/revise`),
    ];
    expect(first).toMatchObject({
      status: 200,
      body: { stage: 'draft', data: { version: 2, replaces: quote, total: euro(12_969) } },
    });
    expect(again.body).toEqual(first.body);
    const next = isObject(first.body) ? String(first.body['id']) : '';
    expect(String(fieldsOf(first.body)['number'])).toMatch(/^Q-\d+ v2$/);
    await call('PATCH', `/api/records/quote/${next}`, { data: { terms: 'All now.' } });
    expect((await visit(link)).page).toContain('Accept this quote');
    const newer = await send(next);
    expect((await visit(link)).page).toContain('a newer version');
    expect((await visit(link, { do: 'accept', name: 'Ana' })).page).toContain('a newer version');
    expect(await read('quote', quote)).toMatchObject({ stage: 'superseded' });
    expect((await visit(newer, { do: 'accept', name: 'Ana' })).page).toContain('was accepted');
  });

  it('is not sent in place of a version that was accepted', async () => {
    const { quote } = await quoted();
    const link = await send(quote);
    const { body } = await call('POST', `/api/records/quote/${quote}/revise`);
    await visit(link, { do: 'accept', name: 'Ana' });
    const next = isObject(body) ? String(body['id']) : '';
    expect(await call('POST', `/api/records/quote/${next}/send`)).toMatchObject({ status: 409 });
    expect(await read('quote', next)).toMatchObject({ stage: 'draft' });
  });

  it('expires after its last day in the zone of the business, and cannot be accepted then', async () => {
    const { quote } = await quoted({ validUntil: '2027-02-03' });
    const link = await send(quote);
    await engine.days(2);
    expect((await visit(link)).page).toContain('Accept this quote');
    await engine.days(1);
    expect((await visit(link, { do: 'accept', name: 'Ana' })).page).toContain('no longer valid');
    expect(await events()).toContain('Quote Expired');
    expect(await read('quote', quote)).toMatchObject({ stage: 'expired' });
  });
});
