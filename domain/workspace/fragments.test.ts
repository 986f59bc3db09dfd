import { describe, expect, it } from 'vitest';

import { parseWorkspace, type Workspace } from './parse-workspace.ts';
import { changed } from './workspace-for-tests.ts';

type Files = Readonly<Record<string, unknown>>;

const toFiles = (given: Files): Readonly<Record<string, string>> =>
  changed(
    Object.fromEntries(
      Object.entries(given).map(([file, value]) => [
        file,
        typeof value === 'string' ? value : JSON.stringify(value, null, 1),
      ]),
    ),
  );

const journey = (key: string, steps: readonly unknown[], more: object = {}) => ({
  [`journeys/${key}.json`]: {
    key,
    name: key,
    stage: 'service',
    entry: { on: 'Customer Created' },
    ...more,
    steps,
  },
});
const fragment = (key: string, steps: unknown) => ({
  [`fragments/${key}.json`]: { key, name: key, steps },
});
const use = (id: string, key: string) => ({ id, type: 'fragment', use: key });
const wait = (id: string) => ({ id, type: 'wait', for: '1 day' });
const tag = (id: string) => ({ id, type: 'update', tags: { add: [id] } });
const mail = (id: string) => ({ id, type: 'send', channel: 'email', message: 'hello' });

/** What is wrong, in a line each: code, place, step, and what matters of the message. */
const told = async (given: Files) => {
  const checked = await parseWorkspace({ files: toFiles(given) });
  const problems = checked.ok ? checked.warnings : checked.problems;
  return problems.map(({ code, file, line, step, path }) =>
    [code, `${file ?? ''}${line === undefined ? '' : `:${line}`}`, path, step].join(' ').trim(),
  );
};

const workspace = async (given: Files): Promise<Workspace> => {
  const checked = await parseWorkspace({ files: toFiles(given) });
  if (!checked.ok) throw new Error(JSON.stringify(checked.problems, null, 1));
  expect(checked.warnings).toEqual([]);
  return checked.value;
};

const stepsOf = async (given: Files, key = 'test') =>
  (await workspace(given)).journeys.find((one) => one.key === key)?.steps;

describe('a fragment', () => {
  it('is put where a journey uses it, at any depth, with ids that begin with the id of the use', async () => {
    const found = await stepsOf({
      ...journey('test', [
        tag('begin'),
        {
          id: 'ask',
          type: 'wait-for',
          timeout: '1 day',
          events: [{ on: 'Order Completed', then: [use('bought', 'thanks')] }],
          otherwise: [use('silent', 'thanks')],
        },
        tag('end'),
      ]),
      ...fragment('thanks', [wait('rest'), tag('done')]),
    });
    expect(found).toMatchObject([
      { id: 'begin' },
      {
        id: 'ask',
        events: [{ then: [{ id: 'bought-rest' }, { id: 'bought-done' }] }],
        otherwise: [{ id: 'silent-rest' }, { id: 'silent-done' }],
      },
      { id: 'end' },
    ]);
  });

  it('names its own steps under their new ids, wherever it names them, and nothing else', async () => {
    const holds = (id: string) => ({
      all: [{ fact: 'steps', path: `$.${id}.code`, operator: 'exists', value: true }],
    });
    const found = await stepsOf({
      ...journey('test', [{ id: 'old', type: 'offer', offer: 'cup' }, use('a', 'gifts')]),
      ...fragment('gifts', [
        { id: 'gift', type: 'offer', offer: 'cup' },
        {
          id: 'either',
          type: 'branch',
          cases: [{ when: holds('gift'), then: [{ id: 'jump', type: 'go-to', to: 'note' }] }],
        },
        { id: 'both', type: 'branch', cases: [{ when: holds('old'), then: [tag('was')] }] },
        mail('mail'),
        {
          id: 'reads',
          type: 'wait-for',
          timeout: '1 day',
          events: [
            { on: 'Email Opened', match: 'mail' },
            { on: 'Coupon Redeemed', match: { event: '$.properties.code', steps: '$.gift.code' } },
          ],
        },
        { id: 'till', type: 'wait', until: { date: '$.steps.gift.expiresAt' } },
        {
          id: 'note',
          type: 'update',
          set: { code: '{{#if steps.gift}}{{steps.gift.code}}{{/if}} {{steps.old.code}} steps.gift' },
        },
      ]),
    });
    const text = JSON.stringify(found);
    expect(text).toContain('"to":"a-note"');
    expect(text).toContain('"path":"$.a-gift.code"');
    expect(text).toContain('"path":"$.old.code"');
    expect(text).toContain('"match":"a-mail"');
    expect(text).toContain('"steps":"$.a-gift.code"');
    expect(text).toContain('"date":"$.steps.a-gift.expiresAt"');
    expect(text).toContain('{{#if steps.a-gift}}{{steps.a-gift.code}}{{/if}} {{steps.old.code}} steps.gift');
  });

  it('is where a go-to leads that names its use, and its results are read by their full ids', async () => {
    const found = await stepsOf({
      ...journey('test', [
        {
          id: 'draw',
          type: 'split',
          arms: [
            { name: 'a', weight: 1, then: [{ id: 'on', type: 'go-to', to: 'gift' }] },
            { name: 'b', weight: 1, then: [] },
          ],
        },
        tag('tagged'),
        use('gift', 'outer'),
        { id: 'note', type: 'update', set: { code: '{{steps.gift-in-coupon.code}}' } },
      ]),
      ...fragment('outer', [use('in', 'inner'), tag('after')]),
      ...fragment('inner', [{ id: 'coupon', type: 'offer', offer: 'cup' }]),
    });
    expect(JSON.stringify(found)).toContain('"to":"gift-in-coupon"');
    expect(found?.map(({ id }) => id)).toEqual(['draw', 'tagged', 'gift-in-coupon', 'gift-after', 'note']);
  });

  it('makes the same definition as its steps written out, so a change of it is a change of the journeys that use it', async () => {
    const with_ = (day: string) => ({
      ...journey('test', [use('a', 'rest')]),
      ...fragment('rest', [{ id: 'sleep', type: 'wait', for: day }]),
    });
    const written = journey('test', [{ id: 'a-sleep', type: 'wait', for: '1 day' }]);
    expect(await stepsOf(with_('1 day'))).toEqual(await stepsOf(written));
    expect(await stepsOf(with_('2 days'))).not.toEqual(await stepsOf(written));
  });
});

describe('what is wrong with a fragment', () => {
  it('is told at its own file and line, once for all journeys that use it', async () => {
    const given = {
      ...journey('one', [use('a', 'mails'), use('b', 'mails')]),
      ...journey('two', [use('a', 'mails')]),
      ...fragment('mails', [
        wait('rest'),
        { id: 'mail', type: 'send', channel: 'email', message: 'helo' },
        { id: 'odd', type: 'sned' },
        { id: 'note', type: 'update', set: { x: '{{steps.lost.code}}' } },
      ]),
    };
    expect(await told(given)).toEqual([
      'unknown-message fragments/mails.json:14 steps[1].message mail',
      'unknown-step-type fragments/mails.json:18 steps[2].type',
      'unknown-step fragments/mails.json:24 steps[3].set.x note',
    ]);
    const checked = await parseWorkspace({ files: toFiles(given) });
    const [first] = checked.ok ? [] : checked.problems;
    expect(first?.message).toBe('There is no message `helo`. This is so in the journeys `one`, `two`.');
  });

  it('names the journey where it depends on the journey that uses it', async () => {
    const given = {
      ...journey('keyed', [use('a', 'asks')], {
        entry: { on: 'Checkout Started', key: '$.properties.checkout_id' },
      }),
      ...journey('bare', [tag('first'), use('a', 'asks')]),
      ...fragment('asks', [
        {
          id: 'ask',
          type: 'wait-for',
          timeout: '1 day',
          events: [{ on: 'Order Completed', match: '$.properties.checkout_id' }],
        },
      ]),
    };
    expect(await told(given)).toEqual([
      'match-without-key fragments/asks.json:12 steps[0].events[0].match ask',
    ]);
    const checked = await parseWorkspace({ files: toFiles(given) });
    const [first] = checked.ok ? checked.warnings : [];
    expect(first?.message).toMatch(/ This is so in the journey `bare`\.$/);
  });

  it('leaves the lines of the steps behind a use as they are in the journey', async () => {
    const given = {
      ...journey('test', [use('a', 'rest'), { ...mail('late'), message: 'helo' }]),
      ...fragment('rest', [wait('one'), wait('two'), wait('three')]),
    };
    expect(await told(given)).toEqual(['unknown-message journeys/test.json:18 steps[1].message late']);
  });

  it('is that nobody uses it, as a warning', async () => {
    expect(await told(fragment('alone', [wait('rest')]))).toEqual(['unused-fragment fragments/alone.json']);
  });

  it('is that its file cannot be read or has no steps, which its uses do not repeat', async () => {
    const uses = journey('test', [
      use('a', 'bad'),
      { id: 'n', type: 'update', set: { x: '{{steps.a-gift.code}}' } },
    ]);
    expect(await told({ ...uses, 'fragments/bad.json': '{ "key": "bad", }' })).toEqual([
      'not-json fragments/bad.json:1',
    ]);
    expect(await told({ ...uses, ...fragment('bad', 'none') })).toEqual([
      'wrong-type fragments/bad.json:4 steps',
    ]);
  });

  it('is an id that is there twice, in its file', async () => {
    const given = {
      ...journey('test', [use('a', 'rest')]),
      ...fragment('rest', [wait('one'), wait('one')]),
    };
    expect(await told(given)).toEqual(['duplicate-id fragments/rest.json:11 steps[1].id one']);
  });

  it('is a key that is not the name of its file', async () => {
    const given = {
      ...journey('test', [use('a', 'rest')]),
      'fragments/rest.json': { key: 'rset', name: 'Rest', steps: [wait('one')] },
    };
    expect(await told(given)).toEqual(['key-differs-from-file fragments/rest.json:2 key']);
  });
});

describe('a use of a fragment', () => {
  it('names one there is: the nearest is offered', async () => {
    const given = {
      ...journey('test', [use('a', 'rset'), use('b', 'rest')]),
      ...fragment('rest', [wait('one')]),
    };
    expect(await told(given)).toEqual(['unknown-fragment journeys/test.json:12 steps[0].use a']);
    const checked = await parseWorkspace({ files: toFiles(given) });
    const [first] = checked.ok ? [] : checked.problems;
    expect(first?.hint).toBe('Did you mean `rest`? There is `rest`.');
  });

  it('is refused where an id comes out twice or too long, in the journey', async () => {
    const long = 'x'.repeat(60);
    const given = {
      ...journey('test', [tag('a-one'), use('a', 'rest'), use('other', 'long')]),
      ...fragment('rest', [wait('one')]),
      ...fragment('long', [wait(long)]),
    };
    expect(await told(given)).toEqual([
      'duplicate-id journeys/test.json:19 steps[1].id a',
      'id-too-long journeys/test.json:24 steps[2].id other',
    ]);
  });

  it('may stand in a fragment, five deep and in no circle', async () => {
    const chain = (deep: number) =>
      Array.from({ length: deep }, (_one, n) =>
        fragment(`f${n + 1}`, n + 1 === deep ? [wait('end')] : [use('in', `f${n + 2}`)]),
      ).reduce((all, one) => ({ ...all, ...one }), {});
    const uses = journey('test', [use('a', 'f1')]);
    expect(await stepsOf({ ...uses, ...chain(5) })).toMatchObject([{ id: 'a-in-in-in-in-end' }]);
    expect(await told({ ...uses, ...chain(6) })).toEqual([
      'fragments-too-deep fragments/f1.json:8 steps[0].use in',
    ]);
    expect(
      await told({ ...uses, ...fragment('f1', [use('in', 'f2')]), ...fragment('f2', [use('in', 'f1')]) }),
    ).toEqual([
      'fragment-circle fragments/f1.json:8 steps[0].use in',
      'fragment-circle fragments/f2.json:8 steps[0].use in',
    ]);
    expect(await told({ ...uses, ...fragment('f1', [use('in', 'f3')]) })).toEqual([
      'unknown-fragment fragments/f1.json:8 steps[0].use in',
    ]);
  });

  it('is bounded: fragments that multiply each other are refused, not built', async () => {
    const many = (key: string) => Array.from({ length: 150 }, (_one, n) => use(`u${n}`, key));
    const given = {
      ...journey('test', [use('a', 'f1')]),
      ...fragment('f1', many('f2')),
      ...fragment('f2', many('f3')),
      ...fragment('f3', many('f4')),
      ...fragment('f4', [wait('end')]),
    };
    expect(await told(given)).toEqual(['fragments-too-large journeys/test.json:12 steps[0].use a']);
  });
});
