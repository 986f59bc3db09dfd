import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { isObject } from '../../domain/json.ts';
import { type AdminClient, adminClient } from '../harness/admin-client.ts';
import { cicloOn } from '../harness/ciclo-command.ts';
import type { TestedEngine } from '../harness/engine-verbs.ts';
import { startMemoryEngine } from '../harness/memory-engine.ts';
import { shopFiles } from '../harness/shop.ts';

const interest = {
  'journeys/interest.json': {
    key: 'interest',
    name: 'Interest becomes a lead',
    stage: 'acquisition',
    entry: { on: 'Interest Shown', again: 'always' },
    steps: [
      {
        id: 'lead',
        type: 'record',
        create: 'lead',
        set: {
          name: '{{event.properties.name}}',
          email: '{{profile.traits.email}}',
          interest: '{{event.properties.in}}',
        },
        assign: { owner: 'eva' },
      },
    ],
  },
};

describe('a lead that is converted', () => {
  let engine: TestedEngine;
  let call: AdminClient['call'];
  beforeAll(async () => {
    engine = await startMemoryEngine({ files: (tenant) => shopFiles({ tenant, files: interest }) });
    call = adminClient(engine).call;
  });
  afterAll(() => engine.close());

  const make = async (kind: string, data: object): Promise<string> => {
    const { status, body } = await call('POST', `/api/records/${kind}`, { data });
    expect(status, JSON.stringify(body)).toBe(201);
    return isObject(body) ? String(body['id']) : '';
  };
  const convert = (id: string, options: object = {}) =>
    call('POST', `/api/records/lead/${id}/convert`, options);
  const read = async (kind: string, id: unknown) =>
    (await call('GET', `/api/records/${kind}/${String(id)}`)).body;
  const idOf = (answer: unknown, part: string): unknown => {
    const found = isObject(answer) ? answer[part] : undefined;
    return isObject(found) ? found['id'] : undefined;
  };

  it('becomes a person, an account, a deal and a role in one act, and refers to them', async () => {
    const id = await make('lead', {
      name: 'Ana Prado',
      email: 'Ana.Prado@Tiles.example',
      phone: '+34 600 111 222',
      company: 'Azulejos Prado, S.L.',
      country: 'ES',
      jobTitle: 'Owner',
      source: 'fair',
      budget: { minor: 490_000, currency: 'EUR' },
    });
    const { status, body } = await convert(id, {
      role: 'buyer',
      deal: { data: { closeOn: '2027-03-01' }, owner: 'eva' },
    });
    expect(status, JSON.stringify(body)).toBe(200);
    expect(body).toMatchObject({
      state: 'converted',
      record: { stage: 'converted' },
      contact: { isNew: true, by: 'new' },
      account: { isNew: true },
      deal: { isNew: true },
      role: { isNew: true },
      notCopied: [],
    });
    const [contact, account, deal] = ['contact', 'account', 'deal'].map((part) => idOf(body, part));
    expect(await read('lead', id)).toMatchObject({ data: { contact, account, deal }, person: contact });
    expect(await read('account', account)).toMatchObject({
      data: { name: 'Azulejos Prado, S.L.', domain: 'tiles.example', country: 'ES' },
    });
    expect(await read('deal', deal)).toMatchObject({
      data: {
        name: 'Azulejos Prado, S.L.',
        contact,
        account,
        source: 'fair',
        amount: { minor: 490_000, currency: 'EUR' },
        closeOn: '2027-03-01',
      },
      owner: 'eva',
    });
    expect(await read('contact-role', idOf(body, 'role'))).toMatchObject({
      data: { contact, account, deal, role: 'buyer', jobTitle: 'Owner' },
    });
    await engine.comeToRest(engine.tenant);
    expect((await call('GET', `/api/profiles/${String(contact)}`)).body).toMatchObject({
      profile: { traits: { name: 'Ana Prado', email: 'ana.prado@tiles.example' } },
    });
    expect((await convert(id)).body).toMatchObject({ state: 'already', deal: { id: deal, isNew: false } });
  });

  it('is not there twice while it is open: the second is refused with the id of the first, and taken once that is over', async () => {
    const first = await make('lead', { name: 'Pia', email: 'pia@wood.example' });
    const again = { data: { name: 'P. Holm', email: ' PIA@wood.example' } };
    const refused = await call('POST', '/api/records/lead', again);
    expect(refused).toMatchObject({
      status: 409,
      body: { problems: [{ code: 'taken', path: 'email', message: expect.stringContaining(first) }] },
    });
    const lost = { stage: 'unqualified', data: { lossReason: 'no budget' } };
    expect((await call('PATCH', `/api/records/lead/${first}`, lost)).status).toBe(200);
    expect((await call('POST', '/api/records/lead', again)).status).toBe(201);
    // The first cannot be opened beside the second.
    const reopened = await call('PATCH', `/api/records/lead/${first}`, { stage: 'working' });
    expect(reopened).toMatchObject({ status: 409, body: { problems: [{ code: 'taken', path: 'email' }] } });
  });

  it('is changed by the step of a journey that would make it once more, and stays with whom it belongs to', async () => {
    const of = async (email: string) => {
      const equal = { fact: 'record', path: '$.email', operator: 'equal', value: email };
      return Object((await call('POST', '/api/records/lead/search', { filter: { all: [equal] } })).body)
        .records;
    };
    await engine.identify('uma', { email: 'uma@wood.example' });
    await engine.track('uma', 'Interest Shown', { name: 'Uma', in: 'tiles' });
    const [{ id }] = await of('uma@wood.example');
    await call('PATCH', `/api/records/lead/${id}`, { owner: 'tom', stage: 'working' });
    await engine.track('uma', 'Interest Shown', { name: 'Uma', in: 'wood' });
    expect(await of('uma@wood.example')).toMatchObject([
      { id, revision: 3, stage: 'working', owner: 'tom', data: { interest: 'wood' } },
    ]);

    const other = await make('lead', {
      name: 'Vic',
      email: 'vic@wood.example',
      contact: await engine.profileId('uma'),
    });
    await engine.identify('vic', { email: 'vic@wood.example' });
    await engine.track('vic', 'Interest Shown', { name: 'Victor', in: 'wood' });
    expect(await of('vic@wood.example')).toMatchObject([{ id: other, revision: 1, data: { name: 'Vic' } }]);

    // Anybody can say that an address is theirs: a lead of nobody in particular is not handed to them.
    const nobody = await make('lead', { name: 'Wes', email: 'wes@wood.example' });
    await engine.identify('eve', { email: 'wes@wood.example' });
    await engine.track('eve', 'Interest Shown', { name: 'Eve', in: 'wood' });
    expect(await of('wes@wood.example')).toMatchObject([{ id: nobody, revision: 1, data: { name: 'Wes' } }]);
  });

  it('has an address that is one, and a number that is one', async () => {
    const wrong = await call('POST', '/api/records/lead', {
      data: { name: 'X', email: 'nomail', phone: 'no number' },
    });
    expect(wrong).toMatchObject({
      status: 400,
      body: {
        problems: [
          { code: 'bad-format', path: 'email', message: '`email` is not an e-mail address.' },
          { code: 'bad-format', path: 'phone', message: '`phone` is not a phone number.' },
        ],
      },
    });
  });

  it('is somebody who is known by the same address, of a company that is known by its domain or name, and the answer says so', async () => {
    await engine.identify('zoe', { email: 'zoe@glass.example' });
    const zoe = await engine.profileId('zoe');
    const glass = await make('account', { name: 'Glass and Sons', domain: 'glass.example' });
    const lead = await make('lead', { name: 'Z.', email: 'ZOE@glass.example', company: 'Another name' });
    const dry = await convert(lead, { dry: true });
    expect(dry.body).toMatchObject({
      state: 'planned',
      record: { stage: 'new' },
      contact: { id: zoe, isNew: false, by: 'email' },
      account: { id: glass, isNew: false, by: 'domain' },
      deal: { isNew: true },
    });
    expect(await read('lead', lead)).toMatchObject({ stage: 'new', revision: 1 });
    expect((await convert(lead)).body).toMatchObject({ contact: { id: zoe }, account: { id: glass } });

    const named = await make('lead', {
      name: 'Max',
      email: 'max@gmail.com',
      company: 'GLASS AND SONS, Ltd.',
    });
    expect((await convert(named)).body).toMatchObject({
      contact: { isNew: true },
      account: { id: glass, by: 'name' },
    });
    const elsewhere = await make('lead', {
      name: 'Kim',
      email: 'kim@other-glass.example',
      company: 'Glass and Sons',
    });
    expect((await convert(elsewhere)).body).toMatchObject({ account: { isNew: true } });
  });

  it('is not joined with somebody who has the same number and another address', async () => {
    await engine.send({
      name: 'identify',
      type: 'identify',
      userId: 'yan',
      externalIds: [{ kind: 'phone', value: '+34600999888' }],
      traits: { email: 'yan@desk.example' },
    });
    const yan = await engine.profileId('yan');
    const other = await make('lead', { name: 'Lou', email: 'lou@desk.example', phone: '+34 600 999 888' });
    expect((await convert(other)).body).toMatchObject({ contact: { isNew: true } });
    const same = await make('lead', { name: 'Yan', phone: '0034 600 999 888' });
    expect((await convert(same, { deal: false })).body).toMatchObject({
      contact: { id: yan, by: 'phone' },
      record: { stage: 'converted' },
    });
    await engine.comeToRest(engine.tenant);
    expect((await call('GET', `/api/profiles/${yan}`)).body).toMatchObject({
      profile: { id: yan, traits: { email: 'yan@desk.example' } },
    });
  });

  it('is refused with everything that is wrong, and nothing is made', async () => {
    const nobody = await make('lead', { name: 'Somebody', company: 'Nowhere' });
    const { status, body } = await convert(nobody, { deal: { stage: 'proposal' } });
    expect(status).toBe(400);
    expect(body).toMatchObject({
      problems: [
        { code: 'missing-field', path: 'contact' },
        { code: 'missing-field', path: 'deal.amount' },
        { code: 'missing-field', path: 'deal.closeOn' },
      ],
    });
    const lost = await make('lead', { name: 'Lost', email: 'lost@lost.example', lossReason: 'no budget' });
    await call('PATCH', `/api/records/lead/${lost}`, { stage: 'unqualified' });
    expect(await convert(lost)).toMatchObject({
      status: 400,
      body: { problems: [{ code: 'move-not-allowed' }] },
    });
    const deal = await make('deal', { name: 'No lead' });
    expect(await call('POST', `/api/records/deal/${deal}/convert`, {})).toMatchObject({ status: 422 });
    expect(await convert('nothing')).toMatchObject({ status: 404 });
    const unknown = await make('lead', { name: 'Who', email: 'who@who.example' });
    expect(await convert(unknown, { account: 'no-such' })).toMatchObject({
      status: 400,
      body: { problems: [{ code: 'unknown-reference' }] },
    });
  });

  it('leaves out what does not fit, and says so', async () => {
    const id = await make('lead', { name: 'Imp', email: 'imp@imp.example', source: 'import' });
    expect((await convert(id)).body).toMatchObject({ notCopied: [{ path: 'deal.source' }] });
  });

  it('is converted from the command line', async () => {
    const id = await make('lead', { name: 'Cli', email: 'cli@cli.example', company: 'Cli' });
    const run = async (...words: readonly string[]): Promise<string> =>
      (await cicloOn(engine)(['records', 'convert', 'lead', id, ...words])).said;
    expect(await run('--dry')).toMatch(
      /^Would convert: lead .*new.*\n {2}contact: new\n {2}account: r\S+ {2}new/,
    );
    expect(await run('--set', 'name=Roof', '--set', 'amount=49.90 EUR')).toMatch(
      /^Converted: lead .*converted/,
    );
    expect(await run()).toMatch(/^Converted before: /);
  });
});
