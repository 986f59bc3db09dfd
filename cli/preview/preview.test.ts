import { spawn } from 'node:child_process';
import { chmod, cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '../..');

let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'ciclo-preview-test-'));
  await cp(join(root, 'templates'), join(dir, 'shop'), { recursive: true });
});
afterAll(() => rm(dir, { recursive: true, force: true }));

/** The real command, in a folder without an engine. */
const ciclo = (args: readonly string[], env: Readonly<Record<string, string>> = {}) =>
  new Promise<{ readonly code: number | null; readonly text: string }>((resolve, reject) => {
    const child = spawn(process.execPath, [join(root, 'cli/bin.mjs'), ...args], {
      cwd: dir,
      env: { PATH: process.env['PATH'], CICLO_WORKSPACE: 'shop', CICLO_NO_INSTALL: '1', ...env },
    });
    let text = '';
    const add = (piece: Buffer): void => {
      text += piece.toString();
    };
    child.stdout.on('data', add);
    child.stderr.on('data', add);
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, text: stripVTControlCharacters(text) }));
  });

const write = async (name: string, value: unknown): Promise<string> => {
  const file = join(dir, name);
  await writeFile(file, JSON.stringify(value, undefined, 2));
  return file;
};

describe('ciclo preview', () => {
  it('shows headers, preheader, text and links of a message with its sample, without an engine', async () => {
    const { code, text } = await ciclo(['preview', 'welcome']);
    expect(text).toContain('From: Casa Verde <hola@casaverde.example>\nTo: Ana <ana@example.com>\n');
    expect(text).toContain('Subject: Welcome to Casa Verde, Ana\n');
    expect(text).toContain('List-Unsubscribe-Post: List-Unsubscribe=One-Click\n');
    expect(text).toContain('Preheader: What to expect from us');
    expect(text).toContain('Good to have you here, Ana.');
    expect(text).toContain(
      'Links\n  https://casaverde.example?utm_source=ciclo&utm_medium=email&utm_campaign=welcome\n',
    );
    expect(text).not.toMatch(/<html|\{\{/);
    expect(code).toBe(0);
  });

  it('takes the locale of the person, and says so when there is no text in it', async () => {
    const spanish = await ciclo(['preview', 'cart-reminder', '--locale', 'es-AR']);
    expect(spanish.text).toContain('Subject: Te has dejado algo en el carrito');
    expect(spanish.text).toContain('There is no text in `es-AR`; people there get `es`.');
    expect((await ciclo(['preview', 'cart-reminder', '--locale', 'x y'])).text).toContain('is not a locale');
  });

  it('fills in another sample, or a person as `ciclo simulate` takes them', async () => {
    const sample = await write('sample.json', {
      profile: { traits: { firstName: 'Zoë', email: 'z@a.example' } },
    });
    expect((await ciclo(['preview', 'welcome', '--for', sample])).text).toContain('To: Zoë <z@a.example>');
    const person = await write('person.json', {
      traits: { firstName: 'Bo', email: 'bo@a.example', locale: 'es' },
    });
    const { text } = await ciclo(['preview', 'welcome', '--for', person]);
    expect(text).toContain('To: Bo <bo@a.example>');
    expect(text).toContain('welcome  email  marketing  topic news  es');
    const wrong = await write('wrong.json', { profile: {}, profil: {} });
    expect(await ciclo(['preview', 'welcome', '--for', wrong])).toMatchObject({
      code: 1,
      text: expect.stringContaining('wrong.json:3:3'),
    });
  });

  it('writes the parts into a folder, and opens the HTML', async () => {
    const opener = join(dir, 'xdg-open');
    await writeFile(opener, `#!/bin/sh\nprintf '%s' "$1" > '${join(dir, 'opened')}'\n`);
    await chmod(opener, 0o755);
    const path = `${dir}${delimiter}${process.env['PATH'] ?? ''}`;
    const { code } = await ciclo(['preview', 'welcome', '--out', 'out', '--open'], { PATH: path });
    expect(code).toBe(0);
    expect((await readdir(join(dir, 'out'))).sort()).toEqual([
      'welcome.en.headers.txt',
      'welcome.en.html',
      'welcome.en.links.txt',
      'welcome.en.txt',
    ]);
    expect(await readFile(join(dir, 'out/welcome.en.html'), 'utf8')).toMatch(/^<!doctype html>[\s\S]*Ana/i);
    if (process.platform === 'linux') {
      await expect.poll(() => readFile(join(dir, 'opened'), 'utf8')).toBe(join('out', 'welcome.en.html'));
    }
  });

  it('tells every problem of the message with its line and column, and minds no other message', async () => {
    const body = join(dir, 'shop/messages/welcome/body.mjml');
    const sound = await readFile(body, 'utf8');
    await writeFile(body, sound.replace('</mj-text>', ''));
    const { code, text } = await ciclo(['preview', 'welcome']);
    expect(code).toBe(1);
    expect(text).toMatch(/error messages\/welcome\/body\.mjml:\d+:\d+ {2}unclosed-element/);
    expect((await ciclo(['preview', 'order-thanks'])).code).toBe(0);
    await writeFile(body, sound);
  });

  it('says when a message would not be sent to this person, and why', async () => {
    const sample = await write('bare.json', { steps: {}, entry: {} });
    const { code, text } = await ciclo(['preview', 'cart-discount', '--for', sample]);
    expect(text).toContain('The message is not sent');
    expect(text).toContain('`whenMissing` is `skip`');
    expect(code).toBe(1);
  });

  it('names the nearest message when there is none of that name, and the channel when it is another', async () => {
    expect((await ciclo(['preview', 'welcom'])).text).toContain('Did you mean `welcome`?');
    const other = await ciclo(['preview', 'welcome', '--channel', 'sms']);
    expect(other).toMatchObject({ code: 1, text: expect.stringContaining('of the channel `email`') });
  });
});
