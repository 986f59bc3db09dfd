import { describe, expect, it } from 'vitest';

import { parseWorkspace } from './parse-workspace.ts';
import type { PluginCatalog } from './plugin-catalog.ts';
import { changed, replaced, smallWorkspace } from './workspace-for-tests.ts';

const plugins: PluginCatalog = new Map([['smtp', { actions: ['send'], channels: ['email'] }]]);

const found = async (files: Readonly<Record<string, string>>, options: { plugins?: PluginCatalog } = {}) => {
  const checked = await parseWorkspace({ files, ...options });
  const problems = checked.ok ? checked.warnings : checked.problems;
  return problems.map(
    ({ code, file, line, severity }) =>
      `${severity === 'warning' ? 'warning ' : ''}${code} ${file}${line === undefined ? '' : `:${line}`}`,
  );
};

const journey = (fields: string): string =>
  `{ "key": "other", "name": "Other", "stage": "service", "entry": { "api": true, "again": "always" }, ${fields} }`;

describe('a workspace', () => {
  it('is read whole when nothing is wrong with it', async () => {
    const checked = await parseWorkspace({ files: smallWorkspace, plugins });
    expect(checked).toMatchObject({ ok: true, warnings: [] });
    const value = checked.ok ? checked.value : undefined;
    expect(value?.settings).toMatchObject({
      tenant: 'tea-shop',
      returnWindow: '14 days',
      launchGuard: { people: 5000 },
    });
    expect(value?.journeys.map(({ key }) => key)).toEqual(['hello']);
    expect(value?.rules.map(({ key }) => key)).toEqual(['reader']);
    expect(value?.segments.map(({ key }) => key).toSorted()).toEqual(['friends', 'new']);
    expect(value?.messages.map(({ key }) => key)).toEqual(['hello']);
    expect(value?.offers.map(({ key }) => key)).toEqual(['cup']);
    expect(value?.lists).toEqual({ 'friends.csv': ['email:ana@example.com', 'email:bo@example.com'] });
  });

  it('reports the problems of all files at once, each with its file and line', async () => {
    const files = changed({
      'ciclo.json': (smallWorkspace['ciclo.json'] ?? '').replace('"EUR"', '"euro"'),
      'catalog.json': (smallWorkspace['catalog.json'] ?? '').replace('"CUP"] }', '"CUPP"] }'),
      'journeys/hello.json': (smallWorkspace['journeys/hello.json'] ?? '').replace(
        '"message": "hello"',
        '"message": "helo"',
      ),
      'rules/reader.json': (smallWorkspace['rules/reader.json'] ?? '').replace('"new"', '"nwe"'),
      'segments/new.json': '{ "key": "new", }',
      'offers/cup.json': (smallWorkspace['offers/cup.json'] ?? '').replace('"CUP"', '"MUG"'),
      'messages/hello/message.json': (smallWorkspace['messages/hello/message.json'] ?? '').replace(
        '"news"',
        '"newz"',
      ),
      'jorneys/late.json': '{}',
    });
    expect(await found(files)).toEqual([
      'warning unknown-product catalog.json:3',
      'bad-format ciclo.json:7',
      'warning unknown-file jorneys/late.json',
      'unknown-message journeys/hello.json:7',
      'unknown-topic messages/hello/message.json:4',
      'unknown-product offers/cup.json:5',
      'unknown-segment rules/reader.json:4',
      'not-json segments/new.json:1',
    ]);
  });

  it('knows the kinds and fields of records that conditions ask for', async () => {
    const ask = (params: string): string =>
      `{ "key": "cases", "name": "Cases", "when": { "all": [{ "fact": "records", "params": ${params},
        "path": "$.count", "operator": "greaterThan", "value": 0 }] } }`;
    const field = (path: string, value = 'high'): string =>
      ask(
        `{ "kind": "case", "where": { "all": [\n{ "fact": "record", "path": "${path}", "operator": "equal", "value": "${value}" }] } }`,
      );
    const of = async (text: string) => found(changed({ 'segments/cases.json': text }));
    expect(await of(field('$.priority'))).toEqual([]);
    expect(await of(field('$.stage', 'open'))).toEqual([]);
    expect(await of(field('$.priority', 'hihg'))).toEqual(['warning unknown-choice segments/cases.json:2']);
    expect(await of(field('$.stage', 'opne'))).toEqual(['warning unknown-stage segments/cases.json:2']);
    expect(await of(field('$.priorty'))).toEqual(['unknown-field segments/cases.json:2']);
    expect(await of(ask('{ "kind": "cases" }'))).toEqual(['unknown-object segments/cases.json:1']);
    expect(await of(ask('{ "kind": "product" }'))).toEqual(['object-without-person segments/cases.json:1']);
    expect(await of(ask('{ "kind": "deal", "sum": "$.amont.minor" }'))).toEqual([
      'unknown-field segments/cases.json:1',
    ]);
    // A broken file may be the object that is meant.
    const broken = changed({
      'objects/vehicle.json': '{',
      'segments/cases.json': ask('{ "kind": "vehicle" }'),
    });
    expect(await found(broken)).toEqual(['not-json objects/vehicle.json:1']);
    const journeyAsking = journey(
      `"exit": [{ "when": { "all": [{ "fact": "records", "params": { "kind": "caze" }, "path": "$.count",
        "operator": "greaterThan", "value": 0 }] }, "outcome": "x" }], "steps": [{ "id": "w", "type": "wait", "for": "1 day" }]`,
    );
    expect(await found(changed({ 'journeys/other.json': journeyAsking }))).toEqual([
      'unknown-object journeys/other.json:1',
    ]);
  });

  it('needs a ciclo.json', async () => {
    expect(await found(changed({ 'ciclo.json': undefined }))).toEqual(['missing-file ciclo.json']);
  });

  it('reports a broken file once, and nothing about what refers to it', async () => {
    expect(await found(changed({ 'messages/hello/message.json': '{' }))).toEqual([
      'not-json messages/hello/message.json:1',
    ]);
    expect(await found(changed({ 'offers/cup.json': '[]' }))).toEqual(['wrong-type offers/cup.json:1']);
  });

  it('looks for plugins, their actions and channels only when they are at hand', async () => {
    const files = replaced({ file: 'ciclo.json', piece: '"use": "smtp"', by: '"use": "smpt"' });
    expect(await found(files)).toEqual([]);
    expect(await found(files, { plugins })).toEqual([
      'unknown-plugin ciclo.json:11',
      'unknown-channel journeys/hello.json:7',
    ]);
  });

  it('puts what a plugin says against its config at its place', async () => {
    const strict: PluginCatalog = new Map([
      [
        'smtp',
        {
          actions: [],
          channels: ['email'],
          checkConfig: () => [
            { code: 'bad-host', path: 'password.env', message: 'No.', hint: 'Yes.', severity: 'error' },
          ],
        },
      ],
    ]);
    const checked = await parseWorkspace({ files: smallWorkspace, plugins: strict });
    expect(checked.ok ? [] : checked.problems).toMatchObject([
      { code: 'bad-host', path: 'plugins.mail.config.password.env', line: 11 },
    ]);
  });

  it('refuses secrets in files', async () => {
    const files = replaced({ file: 'ciclo.json', piece: '{ "env": "SMTP_PASSWORD" }', by: '"hunter2"' });
    const checked = await parseWorkspace({ files });
    expect(checked.ok ? [] : checked.problems).toMatchObject([
      { code: 'secret-in-file', path: 'plugins.mail.config.password', line: 11 },
    ]);
    expect(JSON.stringify(checked)).not.toContain('hunter2');
  });

  it('refuses journeys that start each other in a circle for ever, and lets those pass that wait', async () => {
    const enrol = '{ "id": "go", "type": "enrol", "journey": "other" }';
    const wait = '{ "id": "rest", "type": "wait", "for": "1 day" }';
    const circle = changed({ 'journeys/other.json': journey(`"steps": [${enrol}]`) });
    expect(await found(circle)).toEqual(['endless-circle journeys/other.json:1']);
    expect(await found(changed({ 'journeys/other.json': journey(`"steps": [${wait}, ${enrol}]`) }))).toEqual(
      [],
    );
  });

  it('refuses segments that depend on themselves, and lists that are not there', async () => {
    const on = (key: string): string =>
      `{ "key": "new", "name": "New", "when": { "all": [{ "fact": "segments", "operator": "contains", "value": "${key}" }] } }`;
    expect(await found(changed({ 'segments/new.json': on('new') }))).toEqual([
      'segments-in-a-circle segments/new.json:1',
    ]);
    expect(await found(changed({ 'segments/friends.csv': undefined }))).toEqual([
      'unknown-list segments/friends.json:1',
    ]);
    expect(await found(changed({ 'segments/friends.csv': 'email\nnobody\n' }))).toEqual([
      'bad-identity segments/friends.csv:2',
    ]);
  });

  it('warns of a message that lacks a locale others have', async () => {
    const files = changed({
      'messages/bye/message.json':
        '{ "channel": "email", "class": "transactional", "topic": "news", "subject": { "en": "Bye", "es": "Adiós" } }',
      'messages/bye/body.mjml': smallWorkspace['messages/hello/body.mjml'],
      'messages/bye/body.es.mjml': smallWorkspace['messages/hello/body.mjml'],
    });
    expect(await found(files)).toEqual(['warning missing-locale messages/hello/message.json:5']);
  });

  it('knows test files beside journeys, and warns of one without its journey', async () => {
    const tests = '{ "tests": [{ "name": "Says hello", "expect": { "outcome": "completed" } }] }';
    expect(await found(changed({ 'journeys/hello.test.json': tests }))).toEqual([]);
    expect(await found(changed({ 'journeys/helo.test.json': tests }))).toEqual([
      'warning unknown-journey journeys/helo.test.json',
    ]);
  });

  it('refuses test files that are not right, with the place', async () => {
    const tests = '{ "tests": [{ "name": "Says hello", "expect": { "outcom": "completed" } }] }';
    expect(await found(changed({ 'journeys/hello.test.json': tests }))).toContain(
      'unknown-field journeys/hello.test.json:1',
    );
  });

  it('refuses file names that can be no keys', async () => {
    expect(await found(changed({ 'rules/My Rule.json': smallWorkspace['rules/reader.json'] }))).toEqual([
      'bad-file-name rules/My Rule.json',
    ]);
  });

  it('refuses more files than a workspace can have, without reading them', async () => {
    const files = Object.fromEntries(
      Array.from({ length: 5001 }, (_item, index) => [`rules/r${index}.json`, '{']),
    );
    expect(await found(files)).toEqual(['too-many-files undefined']);
  });
});

describe('an attribute of a profile that nothing sets', () => {
  const warned = async (files: Readonly<Record<string, string>>) => {
    const checked = await parseWorkspace({ files });
    const warnings = checked.ok ? checked.warnings : [];
    return warnings
      .filter(({ code }) => code === 'unknown-attribute')
      .map(({ file, line, hint }) => `${file}:${line} ${hint}`);
  };

  it('is a warning in segments, rules and messages, each in its file at its line', async () => {
    const segment = { file: 'segments/new.json', piece: '$.computed.orders', by: '$.computed.ordres' };
    expect(await warned(replaced(segment))).toEqual([
      expect.stringMatching(/^segments\/new\.json:4 Did you mean `orders`\?/),
    ]);
    const rule = {
      file: 'rules/reader.json',
      piece: '"fact": "segments", "operator": "contains"',
      by: '"fact": "profile", "path": "$.stag", "operator": "equal"',
    };
    expect(await warned(replaced(rule))).toEqual([
      expect.stringMatching(/^rules\/reader\.json:4 Did you mean `stage`\?/),
    ]);
    const sample = {
      file: 'messages/hello/message.json',
      piece: '"topic": "news",',
      by: '"topic": "news", "sample": { "profile": { "nickname": "Al" } },',
    };
    const body = (smallWorkspace['messages/hello/body.mjml'] ?? '').replace('Hello.', '{{profile.nickname}}');
    expect(await warned({ ...replaced(sample), 'messages/hello/body.mjml': body })).toEqual([
      expect.stringMatching(/^messages\/hello\/message\.json:4 /),
    ]);
    expect(await warned(smallWorkspace)).toEqual([]);
  });
});

describe('what a workspace says, as hashes', () => {
  const hashes = async (files: Readonly<Record<string, string>>) => {
    const checked = await parseWorkspace({ files });
    return checked.ok ? { files: checked.value.files, hash: checked.value.hash } : undefined;
  };

  it('is the same when only the layout differs', async () => {
    const before = await hashes(smallWorkspace);
    const offer = JSON.stringify(JSON.parse(smallWorkspace['offers/cup.json'] ?? ''));
    const body = (smallWorkspace['messages/hello/body.mjml'] ?? '').replaceAll('\n', '\r\n');
    expect(await hashes(changed({ 'offers/cup.json': offer, 'messages/hello/body.mjml': body }))).toEqual(
      before,
    );
  });

  it('differs for the file that changed, and for the whole', async () => {
    const before = await hashes(smallWorkspace);
    const after = await hashes(replaced({ file: 'offers/cup.json', piece: 'A cup for you', by: 'A cup' }));
    const different = Object.keys(before?.files ?? {}).filter(
      (file) => before?.files[file] !== after?.files[file],
    );
    expect(different).toEqual(['offers/cup.json']);
    expect(after?.hash).not.toBe(before?.hash);
  });
});
