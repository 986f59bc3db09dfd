import { domainToASCII } from 'node:url';
import { headerText } from './header-text.ts';

/** An e-mail address with an optional name, safe to put into a mail header. */
export type MailAddress = {
  readonly name?: string;
  /** Local part as written, domain in lower case and ASCII (punycode). */
  readonly email: string;
  /** True when the local part is not ASCII: the server must speak SMTPUTF8 (RFC 6531). */
  readonly needsSmtpUtf8: boolean;
};

export type MailAddressFault =
  | 'empty'
  | 'control-character'
  | 'too-long'
  | 'no-at-sign'
  | 'bad-local-part'
  | 'bad-domain';

const maxEmail = 254;
const maxLocal = 64;
const maxText = 1_000;

// The dot-atom of RFC 5322, with RFC 6531's letters beyond ASCII and the marks some scripts write vowels with.
const atom = String.raw`[\p{L}\p{M}\p{N}!#$%&'*+/=?^_\x60{|}~-]+`;
const localPattern = new RegExp(String.raw`^${atom}(\.${atom})*$`, 'u');
/** Two Japanese carriers gave out addresses with dots in a row or at the end, and deliver to them. */
const looseLocalPattern = new RegExp(String.raw`^${atom}(\.+${atom})*\.?$`, 'u');
const looseDomains: ReadonlySet<string> = new Set(['docomo.ne.jp', 'ezweb.ne.jp']);
/** A quoted local part that needs no quotes is the same address without them. Others are refused: no shop's customer has one. */
const withoutQuotes = (local: string): string => /^"([^"\\]*)"$/.exec(local)?.[1] ?? local;
const labelPattern = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;

const asciiDomain = (domain: string): string | undefined => {
  const ascii = domainToASCII(domain.toLowerCase().replace(/\.$/, ''));
  const labels = ascii.split('.');
  const topLevel = labels.at(-1) ?? '';
  const sound =
    labels.length > 1 && labels.every((label) => labelPattern.test(label)) && !/^\d+$/.test(topLevel);
  return sound && ascii.length <= 253 ? ascii : undefined;
};

const hasControls = (text: string): boolean => /[\p{Cc}\u2028\u2029]/u.test(text);

const checkEmail = (text: string): { email: string; needsSmtpUtf8: boolean } | MailAddressFault => {
  const at = text.lastIndexOf('@');
  if (at < 0) return 'no-at-sign';
  const local = withoutQuotes(text.slice(0, at).normalize('NFC'));
  if (Buffer.byteLength(local) > maxLocal) return 'too-long';
  const domain = asciiDomain(text.slice(at + 1));
  const pattern = looseDomains.has(domain ?? '') ? looseLocalPattern : localPattern;
  if (!pattern.test(local)) return 'bad-local-part';
  if (domain === undefined) return 'bad-domain';
  const email = `${local}@${domain}`;
  if (Buffer.byteLength(email) > maxEmail) return 'too-long';
  return { email, needsSmtpUtf8: !/^[\x21-\x7e]+$/.test(local) };
};

const unquote = (name: string): string =>
  /^".*"$/.test(name) ? name.slice(1, -1).replaceAll(/\\(.)/g, '$1') : name;

/**
 * Reads `ana@example.com` or `Ana Ruiz <ana@example.com>`. Anything with a line end or another control
 * character is refused, never repaired: it is an attempt on the headers, or a broken import.
 */
export const parseMailAddress = (
  text: string,
):
  | { readonly ok: true; readonly address: MailAddress }
  | { readonly ok: false; readonly fault: MailAddressFault } => {
  if (hasControls(text)) return { ok: false, fault: 'control-character' };
  if (text.length > maxText) return { ok: false, fault: 'too-long' };
  // What is copied from a page or a sheet often carries marks nobody sees.
  const trimmed = text.replaceAll(/^[\s\p{Cf}]+|[\s\p{Cf}]+$/gu, '');
  if (trimmed === '') return { ok: false, fault: 'empty' };
  const open = trimmed.endsWith('>') ? trimmed.lastIndexOf('<') : -1;
  const checked = checkEmail(open < 0 ? trimmed : trimmed.slice(open + 1, -1).trim());
  if (typeof checked === 'string') return { ok: false, fault: checked };
  const name = open < 0 ? '' : headerText(unquote(trimmed.slice(0, open).trim()));
  return { ok: true, address: { ...(name === '' ? {} : { name }), ...checked } };
};

/** `Ana Ruiz <ana@example.com>` again, the name quoted when it has to be. */
export const formatMailAddress = (address: Pick<MailAddress, 'name' | 'email'>): string => {
  if (address.name === undefined) return address.email;
  const name = /^[\p{L}\p{N} !#$%&'*+/=?^_`{|}~-]*$/u.test(address.name)
    ? address.name
    : `"${address.name.replaceAll(/[\\"]/g, '\\$&')}"`;
  return `${name} <${address.email}>`;
};

/**
 * The address as an identity: trimmed, in lower case, domain in ASCII. Two spellings that every mail server
 * delivers alike are one identity; dots and plus-tags stay, since to most servers they are other mailboxes.
 * Undefined for what is not one bare address.
 */
export const normaliseEmail = (text: string): string | undefined => {
  const parsed = parseMailAddress(text);
  if (!parsed.ok || text.includes('<')) return undefined;
  return parsed.address.email.toLowerCase();
};

/** Domains under which a provider delivers to the same mailbox. */
const providerNames: ReadonlyMap<string, string> = new Map([
  ['googlemail.com', 'gmail.com'],
  ['pm.me', 'proton.me'],
  ['protonmail.com', 'proton.me'],
  ['protonmail.ch', 'proton.me'],
  ['me.com', 'icloud.com'],
  ['mac.com', 'icloud.com'],
  ['ya.ru', 'yandex.ru'],
  ['yandex.com', 'yandex.ru'],
  ['yandex.by', 'yandex.ru'],
  ['yandex.kz', 'yandex.ru'],
]);

/** The provider that delivers to the same mailbox whatever dots stand in the name. */
const withoutDots = 'gmail.com';

/**
 * The address of the mailbox that very probably gets what is sent to an address: without plus-tags, and without dots where the
 * provider ignores them. For counting what reaches somebody; never send to it, never merge profiles by it.
 */
export const mailboxOf = (text: string): string | undefined => {
  const email = normaliseEmail(text);
  if (email === undefined) return undefined;
  const at = email.lastIndexOf('@');
  const given = email.slice(at + 1);
  const domain = providerNames.get(given) ?? given;
  const local = email.slice(0, at);
  const untagged = local.split('+')[0] ?? '';
  const plain = domain === withoutDots ? untagged.replaceAll('.', '') : untagged;
  return `${plain === '' ? local : plain}@${domain}`;
};

/**
 * What remains of an address when everything people vary to look like someone else is taken away: case, dots
 * and plus-tags. For fraud checks only; never send to it, never merge profiles by it.
 */
export const mailboxKey = (text: string): string | undefined => {
  const mailbox = mailboxOf(text);
  if (mailbox === undefined) return undefined;
  const at = mailbox.lastIndexOf('@');
  const plain = mailbox.slice(0, at).replaceAll('.', '');
  return `${plain === '' ? mailbox.slice(0, at) : plain}${mailbox.slice(at)}`;
};

/** True when two addresses very probably reach the same person's mailbox (see `mailboxKey`). */
export const sameMailbox = (a: string, b: string): boolean => {
  const key = mailboxKey(a);
  return key !== undefined && key === mailboxKey(b);
};
