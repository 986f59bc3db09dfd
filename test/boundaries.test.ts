import { readdir, readFile } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..');

type Import = {
  readonly file: string;
  /** A path from the root for a file of ours; the specifier as it stands for anything else. */
  readonly target: string;
  readonly isOwn: boolean;
  /** Gone at run time. */
  readonly isType: boolean;
};

type Source = { readonly file: string; readonly text: string; readonly isTest: boolean };

/** Everything that only runs under vitest: tests, and the helpers and fixtures of tests. */
const testFile = /\.test\.ts$|-for-tests\.ts$|fixture|\/testing\/|\/testing\.ts$|\/fake\.ts$|^test\//;

const readSources = async (): Promise<readonly Source[]> => {
  const folders = (await readdir(root, { withFileTypes: true })).filter(
    (entry) => entry.isDirectory() && !entry.name.startsWith('.') && entry.name !== 'node_modules',
  );
  const sources: Source[] = [];
  for (const folder of folders) {
    const names = await readdir(join(root, folder.name), { recursive: true });
    for (const name of names.filter((one) => one.endsWith('.ts') && !one.includes('node_modules'))) {
      const file = posix.join(folder.name, name.replaceAll('\\', '/'));
      sources.push({ file, text: await readFile(join(root, file), 'utf8'), isTest: testFile.test(file) });
    }
  }
  return sources;
};

const withoutComments = (text: string): string =>
  text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|[^:'"`])\/\/.*$/gm, '$1');

const statement = /^\s*(?:import|export)\s+(type\s+)?(?:[^'"`;]*?\sfrom\s+)?'([^']+)'/gm;
const dynamic = /\bimport\(\s*'([^']+)'/g;

const importsOf = ({ file, text }: Source): Import[] => {
  const code = withoutComments(text);
  const found = [
    ...[...code.matchAll(statement)].map(([, type, to]) => ({ to: to ?? '', isType: type !== undefined })),
    ...[...code.matchAll(dynamic)].map(([, to]) => ({ to: to ?? '', isType: false })),
  ];
  return found.map(({ to, isType }) => {
    const isOwn = to.startsWith('.');
    const target = isOwn ? posix.join(posix.dirname(file), to) : to;
    return { file, target, isOwn, isType };
  });
};

const folderOf = (file: string): string => file.split('/')[0] ?? '';
const shown = (found: readonly Import[]): string[] => found.map(({ file, target }) => `${file} -> ${target}`);

const sources = await readSources();
const product = sources.filter((one) => !one.isTest);
const all = sources.flatMap(importsOf);
const inProduct = product.flatMap(importsOf);

/** What the files of a folder may import of ours, apart from their own folder: a folder, or one file. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  domain: [],
  workflows: ['activities', 'domain'],
  activities: ['domain', 'engine'],
  plugins: ['domain'],
  engine: ['domain', 'activities', 'api', 'platform/mongo', 'plugins/contract', 'plugins/runtime'],
  api: ['domain'],
  platform: ['domain'],
  server: ['domain', 'activities', 'engine', 'api', 'platform', 'plugins'],
};

/** What a file of a capability is, by its name: only some may reach a database, HTTP or the wiring. */
const roles: readonly { readonly role: string; readonly files: RegExp; readonly only: RegExp }[] = [
  {
    role: 'the stores of a capability, and its module, use the database',
    files: /^engine\/[^/]+\/(?:store\/|module\.ts$)|^engine\/module\.ts$/,
    only: /^platform\/mongo\/|^mongoose$/,
  },
  {
    role: 'the routes of a capability, and its module, use HTTP',
    files:
      /^engine\/[^/]+\/(?:routes\/|(?:[\w-]+\/)?[\w-]+-(?:routes|body)\.ts$|find-profile\.ts$|module\.ts$)|^engine\/module\.ts$/,
    only: /^api\/(?!ports\/)|^(?:hono|@hono\/.*)(?:\/|$)/,
  },
];

/** What of Node.js computes only. */
const pureBuiltins = ['node:crypto', 'node:url'];

const isUnder = (input: { target: string; place: string }): boolean =>
  input.target.startsWith(`${input.place}/`) || input.target === `${input.place}.ts`;

/** Packages that reach the world, by the only folders whose product code may load them. */
const keepers: readonly { readonly packages: RegExp; readonly folders: readonly string[] }[] = [
  { packages: /^(?:mongoose|mongodb)(?:\/|$)/, folders: ['platform', 'engine', 'server', 'bench'] },
  { packages: /^mingo(?:\/|$)/, folders: ['platform'] },
  { packages: /^undici(?:\/|$)/, folders: ['platform', 'bench'] },
  { packages: /^@temporalio\/workflow(?:\/|$)/, folders: ['workflows', 'bench'] },
  { packages: /^@temporalio\/worker(?:\/|$)/, folders: ['platform', 'server', 'bench', 'test'] },
  {
    packages: /^@temporalio\/(?:client|activity|common|proto)(?:\/|$)/,
    folders: ['platform', 'activities', 'engine', 'bench', 'test'],
  },
  { packages: /^(?:hono|@hono\/.*)(?:\/|$)/, folders: ['api', 'engine', 'platform', 'studio'] },
  { packages: /^nodemailer(?:\/|$)/, folders: ['plugins'] },
];

describe('the imports of the code', () => {
  it('are seen by this test', () => {
    expect(all.length).toBeGreaterThan(1000);
    expect(all.some(({ isType }) => isType)).toBe(true);
    expect(all.some(({ target }) => target === 'cli/commands/run/start.ts')).toBe(true);
  });

  it.each(Object.keys(allowed))('of %s go one way', (folder) => {
    const wrong = inProduct.filter(
      ({ file, target, isOwn }) =>
        isOwn &&
        folderOf(file) === folder &&
        folderOf(target) !== folder &&
        !(allowed[folder] ?? []).some((place) => isUnder({ target, place })),
    );
    expect(shown(wrong)).toEqual([]);
  });

  it.each(roles)('say what a file is: only $role', ({ files, only }) => {
    const wrong = inProduct.filter(
      ({ file, target }) => folderOf(file) === 'engine' && !files.test(file) && only.test(target),
    );
    expect(shown(wrong)).toEqual([]);
  });

  it('of domain are pure: no server, no file, no network', () => {
    const wrong = inProduct.filter(
      ({ file, target }) =>
        folderOf(file) === 'domain' &&
        (keepers.some(({ packages }) => packages.test(target)) ||
          (target.startsWith('node:') && !pureBuiltins.includes(target))),
    );
    expect(shown(wrong)).toEqual([]);
  });

  it('of workflows are @temporalio/workflow and each other, and types of the rest', () => {
    const wrong = inProduct.filter(
      ({ file, target, isOwn, isType }) =>
        folderOf(file) === 'workflows' &&
        !(isType || target === '@temporalio/workflow' || (isOwn && folderOf(target) === 'workflows')),
    );
    expect(shown(wrong)).toEqual([]);
  });

  it('of a connector are the contract, the vocabulary of shops and its own files, and the conformance kit in its tests', () => {
    const kits = ['plugins/runtime', 'plugins/contract', 'plugins/testing'];
    const wrong = all.filter(({ file, target, isOwn }) => {
      const home = /^plugins\/[^/]+(?=\/)/.exec(file)?.[0];
      if (home === undefined || kits.includes(home) || !isOwn || isUnder({ target, place: home }))
        return false;
      if (target === 'plugins/contract.ts' || target === 'plugins/commerce.ts') return false;
      const forTests = ['plugins/testing', 'domain'].some((place) => isUnder({ target, place }));
      return !(testFile.test(file) && forTests);
    });
    expect(shown(wrong)).toEqual([]);
  });

  it.each(keepers)('that match $packages are in $folders only', ({ packages, folders }) => {
    const wrong = inProduct.filter(
      ({ file, target, isType }) =>
        !isType && packages.test(target) && !folders.includes(folderOf(file)) && folderOf(file) !== 'test',
    );
    expect(shown(wrong)).toEqual([]);
  });

  it('of cli are in cli, tests and benchmarks only', () => {
    const free = ['cli', 'test', 'bench'];
    const wrong = all.filter(
      ({ file, target, isOwn }) =>
        isOwn && folderOf(target) === 'cli' && !free.includes(folderOf(file)) && !testFile.test(file),
    );
    expect(shown(wrong)).toEqual([]);
  });
});

describe('what the code takes from its surroundings', () => {
  const using = (input: { pattern: RegExp; folders: readonly string[] }): string[] =>
    product
      .filter(({ file }) => input.folders.includes(folderOf(file)) && !/^engine\/[^/]+\/store\//.test(file))
      .filter(({ text }) => input.pattern.test(withoutComments(text)))
      .map(({ file }) => file);

  it('is read from process.env by platform only', () => {
    const folders = [...new Set(product.map(({ file }) => folderOf(file)))];
    const free = ['platform', 'bench', 'test'];
    expect(
      using({ pattern: /process\.env\b/, folders: folders.filter((one) => !free.includes(one)) }),
    ).toEqual([]);
  });

  it('is neither the time nor chance in domain, activities and engine, and no chance in workflows', () => {
    expect(
      using({
        pattern: /Date\.now\(|new Date\(\)|Math\.random\(/,
        folders: ['domain', 'activities', 'engine'],
      }),
    ).toEqual([]);
    expect(using({ pattern: /new Date\(\)|Math\.random\(/, folders: ['workflows'] })).toEqual([]);
  });
});

describe('names that come from outside', () => {
  const found = (pattern: RegExp): string[] =>
    product.flatMap(({ file, text }) =>
      [...withoutComments(text).matchAll(pattern)].map(([code]) => `${file}: ${code}`),
    );

  it('never fill a plain object: a Map does, and `Object.fromEntries` at the end', () => {
    expect(found(/^.*\](?:\s*)(?:\?\?|\|\||&&)=.*$/gm)).toEqual([]);
    const filled = product.flatMap(({ file, text }) => {
      const code = withoutComments(text);
      const begun = [
        ...code.matchAll(/\b(?:const|let) (\w+)(?:: Record<string,[^=;]*)? = \{(?:\}| \.\.\.)/g),
      ];
      return begun.flatMap(([, name = '']) =>
        [...code.matchAll(new RegExp(String.raw`\b${name}\[(?!['"\d])[^\]]*\] = .*$`, 'gm'))].map(
          ([line]) => `${file}: ${line}`,
        ),
      );
    });
    expect(filled).toEqual([]);
  });

  it('never index what a person said: `own` reads it', () => {
    const named = ['traits', 'traitTimes', 'consents', 'reads', 'dates', 'topics', 'refunds', 'properties'];
    expect(found(new RegExp(String.raw`^.*\.(?:${named.join('|')})(?:\?\.)?\[(?!['"]).*$`, 'gm'))).toEqual(
      [],
    );
  });
});
