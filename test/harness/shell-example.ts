import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The command lines of a block of shell; a line that ends in a backslash, or inside quotes, goes on with the next. */
export const commandLines = (text: string): readonly string[] => {
  const lines: string[] = [];
  let open = '';
  for (const line of text.replaceAll('\\\n', ' ').trim().split('\n')) {
    open = open === '' ? line : `${open}\n${line}`;
    if ((open.split("'").length - 1) % 2 === 1) continue;
    lines.push(open);
    open = '';
  }
  return lines;
};

const part = /'([^']*)'|"((?:[^"\\]|\\.)*)"|([^\s'"]+)/g;
const word = /(?:'[^']*'|"(?:[^"\\]|\\.)*"|[^\s'"])+/g;

/** The words of a command line as a shell hands them over, with the values of `$NAME` outside single quotes. */
export const shellWords = (line: string, values: ReadonlyMap<string, string>): readonly string[] => {
  const filled = (text: string): string =>
    text.replaceAll(/\$([A-Z_]+)/g, (_all, name: string) => {
      const value = values.get(name);
      if (value === undefined) throw new Error(`nothing says what $${name} is`);
      return value;
    });
  return [...line.matchAll(word)].map(([one]) =>
    [...one.matchAll(part)]
      .map(([, single, double, plain]) => single ?? filled(double ?? plain ?? ''))
      .join(''),
  );
};

/** The request that `curl` makes of the words behind it, in a folder with files. Throws for an option that is not read here. */
export const curlRequest = (
  words: readonly string[],
  folder = '',
): { readonly url: string; readonly init: RequestInit } => {
  const headers = new Headers();
  const data: string[] = [];
  let [url, method] = ['', ''];
  let isQuery = false;
  const rest = [...words];
  for (let one = rest.shift(); one !== undefined; one = rest.shift()) {
    if (one === '-s') continue;
    if (one === '-sG') isQuery = true;
    else if (one === '-X') method = rest.shift() ?? '';
    else if (one === '--data-binary')
      data.push(readFileSync(join(folder, (rest.shift() ?? '').slice(1)), 'utf8'));
    else if (one === '-d' || one === '--data-urlencode') data.push(rest.shift() ?? '');
    else if (one === '-u') headers.set('authorization', `Basic ${btoa(rest.shift() ?? '')}`);
    else if (one === '-H') {
      const [name = '', ...value] = (rest.shift() ?? '').split(': ');
      headers.set(name, value.join(': '));
    } else if (one.startsWith('-') || url !== '') throw new Error(`${one} is not read here`);
    else url = one;
  }
  if (isQuery) {
    const pairs = data.map((one): [string, string] => [
      one.slice(0, one.indexOf('=')),
      one.slice(one.indexOf('=') + 1),
    ]);
    return { url: `${url}?${new URLSearchParams(pairs).toString()}`, init: { headers } };
  }
  const body = data.length === 0 ? {} : { body: data.join('&') };
  return { url, init: { headers, method: method || (data.length === 0 ? 'GET' : 'POST'), ...body } };
};
